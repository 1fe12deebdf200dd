import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { FindingDecision, FindingKind } from '@/core/api/documents/graphql'
import { addOutcomes, NOTHING_DONE, type Outcome, readOutcome, refuseAll } from './outcome'

/** A finding that can be decided on, as it was read: `version` is what the decision is held against. */
export type Decidable = { id: string; version: number; kind: FindingKind }

/** Decisions that one request takes. */
export const MAX_BULK = 500

const REVIEW_FINDINGS = graphql(`
  mutation ReviewFindings($inputs: [ReviewFindingInput!]!) {
    reviewFindings(inputs: $inputs) {
      __typename
      ... on ReviewDone { finding { id status version assignee } review { id } }
      ... on ReviewConflict { message current { id kind status version assignee reviews { decision reviewer reason at undone } } }
      ... on ReviewRefused { code message hint }
    }
  }
`)
const ASSIGN_FINDING = graphql(`
  mutation AssignFinding($id: ID!, $expectedVersion: Int!, $assignee: String) {
    assignFinding(findingId: $id, expectedVersion: $expectedVersion, assignee: $assignee) {
      __typename
      ... on ReviewDone { finding { id status version assignee } review { id } }
      ... on ReviewConflict { message current { id kind status version assignee reviews { decision reviewer reason at undone } } }
      ... on ReviewRefused { code message hint }
    }
  }
`)
const NOTE_FINDING = graphql(`
  mutation NoteFinding($id: ID!, $text: String!) {
    noteFinding(findingId: $id, text: $text) {
      __typename
      ... on ReviewDone { finding { id status version assignee } review { id } }
      ... on ReviewConflict { message current { id kind status version assignee reviews { decision reviewer reason at undone } } }
      ... on ReviewRefused { code message hint }
    }
  }
`)
const REOPEN_FINDING = graphql(`
  mutation ReopenFinding($id: ID!, $expectedVersion: Int!, $reason: String!) {
    reopenFinding(findingId: $id, expectedVersion: $expectedVersion, reason: $reason) {
      __typename
      ... on ReviewDone { finding { id status version assignee } review { id } }
      ... on ReviewConflict { message current { id kind status version assignee reviews { decision reviewer reason at undone } } }
      ... on ReviewRefused { code message hint }
    }
  }
`)
const UNDO = graphql(`
  mutation UndoReview($reviewId: ID!, $reason: String!) {
    undo(reviewId: $reviewId, reason: $reason) {
      __typename
      ... on ReviewDone { finding { id status version assignee } review { id } }
      ... on PairReviewDone { pair { left right version } }
      ... on ReviewRefused { code message hint }
    }
  }
`)

/** Decide on findings, at most `MAX_BULK`. Throws: Failure where the request as a whole was not taken. */
export async function decideFindings(
  findings: readonly Decidable[],
  decision: FindingDecision,
  reason: string,
): Promise<Outcome> {
  const inputs = findings.map(({ id, version }) => ({
    findingId: id,
    decision,
    reason: reason.trim(),
    expectedVersion: version,
  }))
  const { reviewFindings } = await ask(REVIEW_FINDINGS, { inputs })
  return readOutcome(findings, reviewFindings)
}

/** Give a finding to somebody; null is nobody. Throws: Failure. */
async function assignFinding(finding: Decidable, assignee: string | null): Promise<Outcome> {
  const { assignFinding: result } = await ask(ASSIGN_FINDING, {
    id: finding.id,
    expectedVersion: finding.version,
    assignee,
  })
  return readOutcome([finding], [result])
}

/**
 * Give findings to somebody, one after the other. Nothing is thrown: where a request fails, its finding and those after it are refused for its
 * reason, so that what was done before is told.
 */
export async function assignFindings(
  findings: readonly Decidable[],
  assignee: string | null,
): Promise<Outcome> {
  let outcome = NOTHING_DONE
  for (const [place, finding] of findings.entries()) {
    try {
      outcome = addOutcomes(outcome, await assignFinding(finding, assignee))
    } catch (error) {
      return addOutcomes(outcome, refuseAll(findings.slice(place), error))
    }
  }
  return outcome
}

/** Leave a note on a finding. Throws: Failure. */
export async function noteFinding(finding: Decidable, text: string): Promise<Outcome> {
  const { noteFinding: result } = await ask(NOTE_FINDING, { id: finding.id, text: text.trim() })
  return readOutcome([finding], [result])
}

/** Open a decided finding again. Throws: Failure. */
export async function reopenFinding(finding: Decidable, reason: string): Promise<Outcome> {
  const { reopenFinding: result } = await ask(REOPEN_FINDING, {
    id: finding.id,
    expectedVersion: finding.version,
    reason: reason.trim(),
  })
  return readOutcome([finding], [result])
}

/** What of some undoings was not done: `reviewId` and why. */
export type NotUndone = { reviewId: string; message: string }

/** Take back reviews, four requests at a time. Returns those that were not taken back; nothing is thrown. */
export async function undoReviews(reviewIds: readonly string[]): Promise<NotUndone[]> {
  const waiting = [...reviewIds]
  const notUndone: NotUndone[] = []
  const work = async () => {
    for (let reviewId = waiting.pop(); reviewId !== undefined; reviewId = waiting.pop()) {
      try {
        const { undo } = await ask(UNDO, { reviewId, reason: '' })
        if (undo.__typename === 'ReviewRefused') {
          notUndone.push({ reviewId, message: `${undo.message}. ${undo.hint}` })
        }
      } catch (error) {
        notUndone.push({ reviewId, message: error instanceof Error ? error.message : String(error) })
      }
    }
  }
  await Promise.all(Array.from({ length: 4 }, work))
  return notUndone
}
