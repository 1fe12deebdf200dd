import { claimText } from '@/core/findings/queueClaim'
import { KINDS } from '@/core/format/words'
import { ANSWERS_NOTE, answersOf } from './answers'
import { compareEnds } from './compared'
import { explainEvidence, freshOf, QUESTION_ORDER, QUESTIONS, tellScore, tellSufficiency } from './evidence'
import { historyOf } from './history'
import { sumOf } from './logOdds'
import type { Member } from './members'
import type { ArtistFacts, Finding, RecordingFacts, ReleaseFacts } from './queries'

/** What is known of an end of a finding, with its type as `__typename` says it. */
export type EndFacts = ArtistFacts | ReleaseFacts | RecordingFacts | null
export type Run = {
  id: string
  kind?: string | null
  finishedAt?: string | null
  finishedOn?: string | null
  snapshot?: string | null
  model?: string | null
  notes: string[]
}
type Input = {
  finding: Finding
  run: Run | null
  subject: EndFacts
  target: EndFacts
  /** Of a farm or a campaign; `type` is null of those that the cluster does not have any more. */
  members: readonly Member[]
  /** Whether payees are among the facts: the exporter's role decides. */
  payeesIncluded: boolean
  exportedBy: string
  /** ISO 8601, UTC. */
  exportedAt: string
}

export const DOSSIER_FORMAT = 'namesake-dossier'
/** Goes up when a reader of the file has to change. */
export const DOSSIER_VERSION = 2

export type Dossier = ReturnType<typeof buildDossier>

/** Everything that was known of a finding at one moment, so that it can be checked and answered later. */
export function buildDossier({
  finding,
  run,
  subject,
  target,
  members,
  payeesIncluded,
  exportedBy,
  exportedAt,
}: Input) {
  const { kind } = finding
  const answers = answersOf(finding)
  const fresh = freshOf(finding.newEvidence, finding.evidence)
  return {
    format: DOSSIER_FORMAT,
    version: DOSSIER_VERSION,
    exported_at: exportedAt,
    exported_by: exportedBy,
    /** Of the facts of both ends; a sentence of the evidence may name a payee in any case. */
    payee_tables_included: payeesIncluded,
    run: {
      id: finding.runId ?? null,
      kind: run?.kind ?? null,
      finished: run?.finishedAt ?? run?.finishedOn ?? null,
      snapshot_sha256: run?.snapshot ?? null,
      model: run?.model ?? null,
      notes: run?.notes ?? [],
    },
    finding: {
      id: finding.id,
      kind: kind.toLowerCase(),
      kind_claims: KINDS[kind].help,
      claim: claimText(finding),
      status: finding.status,
      current: finding.current,
      first_seen: finding.firstSeen ?? null,
      last_seen: finding.lastSeen ?? null,
      returned_on: finding.returnedOn ?? null,
      score: finding.score,
      score_means: tellScore(finding.score),
      prior_log_odds: finding.prior,
      log_odds: sumOf(finding.prior, finding.evidence),
      sufficiency: finding.sufficiency,
      sufficiency_means: tellSufficiency(finding.sufficiency).meaning,
      /** Of a farm. Empty where they are not told. */
      answers: QUESTION_ORDER.flatMap((question) => {
        if (answers === null) return []
        const { name, help } = QUESTIONS[question]
        return { question, name, help, probability: answers[question] }
      }),
      answers_mean: answers && ANSWERS_NOTE,
      at_stake: finding.harmReason,
      members: members.map(({ id, name, type, strength }) => ({
        id,
        name: type === null ? null : name,
        type,
        strength,
      })),
    },
    evidence: finding.evidence.map(({ type, weight, text }) => ({
      type,
      weight,
      speaks: weight < 0 ? 'against' : 'for',
      text,
      help: explainEvidence(kind, type).help,
      new_since_decision: fresh.has(type),
    })),
    counterfactuals: finding.counterfactuals.map(({ without, score }) => ({ without, score })),
    subject: {
      type: finding.subject?.__typename.toLowerCase() ?? null,
      facts: subject ?? finding.subject ?? null,
    },
    target: {
      type: finding.target?.__typename.toLowerCase() ?? null,
      facts: target ?? finding.target ?? null,
    },
    compared: compareEnds(subject, target),
    history: historyOf(finding).map(({ at, what, who, text, undone }) => ({ at, what, who, text, undone })),
  }
}

/** The name of the file: safe on every system. */
export const dossierFile = (finding: { id: string; kind: string }, exportedAt: string): string =>
  `namesake-${finding.kind.toLowerCase()}-${finding.id}-${exportedAt.slice(0, 10)}.json`.replace(
    /[^a-z0-9.-]+/gi,
    '-',
  )
