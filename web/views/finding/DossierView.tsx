import '@/styles/dossier.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { buildDossier, type Dossier, dossierFile, type EndFacts } from '@/core/finding/dossier'
import { evidenceInSentence, nameEvidence } from '@/core/finding/evidence'
import { oddsInWords } from '@/core/finding/logOdds'
import {
  artistFactsQuery,
  type Finding,
  findingQuery,
  recordingFactsQuery,
  releaseFactsQuery,
  runQuery,
} from '@/core/finding/queries'
import { sidesOf } from '@/core/finding/waterfall'
import { formatDay, formatTime } from '@/core/format/dates'
import { formatProbability, formatWeight } from '@/core/format/numbers'
import { KINDS } from '@/core/format/words'
import { viewerQuery } from '@/core/session/viewer'
import { AnswersTable } from '@/views/shared/AnswersTable'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { Sentence, Text } from '@/views/shared/Text'
import { useBack } from '@/views/shared/useBack'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { ComparedTable, EndTable } from './DossierFacts'
import { useMembers } from './useMembers'

/** A finding on paper: made to be shown to a distributor or in an appeal, so it says what is known and never what is not. */
export function DossierView() {
  const { id } = useParams({ from: '/findings/$id/dossier' })
  const finding = useQuery(findingQuery(id))
  const viewer = useQuery(viewerQuery)
  if (finding.isError && finding.data === undefined)
    return <FailureNotice error={finding.error} retry={() => void finding.refetch()} />
  if (finding.isPending || viewer.data === undefined) return <Skeleton rows={4} height={160} />
  if (finding.data === null)
    return <Notice title="There is no such finding" action={<Link to="/">Go to the queue</Link>} />
  return <Gathering key={id} finding={finding.data} viewer={viewer.data} />
}

type Viewer = { name: string; permissions: string[] }
type End = Finding['subject'] | Finding['target']

/** The facts of an end. A cluster's are on its own page. */
function useEnd(end: End, payees: boolean) {
  const id = end?.id ?? ''
  const artist = useQuery({ ...artistFactsQuery(id, payees), enabled: end?.__typename === 'Artist' })
  const release = useQuery({ ...releaseFactsQuery(id, payees), enabled: end?.__typename === 'Release' })
  const recording = useQuery({ ...recordingFactsQuery(id, payees), enabled: end?.__typename === 'Recording' })
  const queries = { Artist: artist, Release: release, Recording: recording }
  if (end == null || end.__typename === 'Cluster') return { data: null as EndFacts, error: null }
  const query = queries[end.__typename]
  return { data: query.data as EndFacts | undefined, error: query.data === undefined ? query.error : null }
}

function Gathering({ finding, viewer }: { finding: Finding; viewer: Viewer }) {
  const mayReadPayees = viewer.permissions.includes('read_payees')
  const [withPayees, setWithPayees] = useState(false)
  const payees = mayReadPayees && withPayees
  const [exportedAt] = useState(() => new Date().toISOString())
  const run = useQuery({ ...runQuery(finding.runId ?? ''), enabled: finding.runId != null })
  const subject = useEnd(finding.subject, payees)
  const target = useEnd(finding.target, payees)
  const members = useMembers(finding, finding.subject?.__typename === 'Cluster' ? finding.subject.id : null)
  const failed = (run.data === undefined ? run.error : null) ?? subject.error ?? target.error ?? members.error
  if (failed) return <FailureNotice error={failed} />
  const isWaiting = !members.isComplete || (run.isPending && finding.runId != null)
  if (subject.data === undefined || target.data === undefined || isWaiting)
    return <Skeleton rows={4} height={160} />
  const dossier = buildDossier({
    finding,
    run: run.data ?? null,
    subject: subject.data,
    target: target.data,
    members: members.members,
    payeesIncluded: payees,
    exportedBy: viewer.name,
    exportedAt,
  })
  return (
    <>
      <Tools
        finding={finding}
        dossier={dossier}
        payees={mayReadPayees ? { included: payees, turn: () => setWithPayees(!withPayees) } : null}
      />
      <Paper dossier={dossier} finding={finding} subject={subject.data} target={target.data} />
    </>
  )
}

type ToolsProps = {
  finding: Finding
  dossier: Dossier
  payees: { included: boolean; turn: () => void } | null
}

function Tools({ finding, dossier, payees }: ToolsProps) {
  const download = () => {
    const address = URL.createObjectURL(
      new Blob([`${JSON.stringify(dossier, null, 2)}\n`], { type: 'application/json' }),
    )
    const link = document.createElement('a')
    link.href = address
    link.download = dossierFile(finding, dossier.exported_at)
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  }
  useBack('Back', { to: '/findings/$id', params: { id: finding.id } })
  useShortcuts('Dossier', [
    { keys: 's', does: 'Save as PDF, or print', run: () => window.print() },
    { keys: 'd', does: 'Download as JSON', run: download },
  ])
  return (
    <div className="row no-print dossier-tools">
      <Link className="button" to="/findings/$id" params={{ id: finding.id }}>
        ‹ Finding
      </Link>
      <button type="button" className="button primary" onClick={() => window.print()}>
        Save as PDF <kbd>s</kbd>
      </button>
      <button type="button" className="button" onClick={download}>
        Download JSON <kbd>d</kbd>
      </button>
      {payees !== null && (
        <label className="row">
          <input type="checkbox" checked={payees.included} onChange={payees.turn} />
          With a table of who is paid
          <span className="soft">sentences of the evidence may name a payee without it too</span>
        </label>
      )}
    </div>
  )
}

type PaperProps = { dossier: Dossier; finding: Finding; subject: EndFacts; target: EndFacts }

function Paper({ dossier, finding, subject, target }: PaperProps) {
  const { run } = dossier
  const sides = sidesOf(dossier.evidence)
  return (
    <article className="dossier">
      <title>{`Dossier ${dossier.finding.id} · Namesake`}</title>
      <header>
        <p className="dossier-mark">
          Namesake <span>Dossier of a finding</span>
        </p>
        <h1>
          {KINDS[finding.kind].name}: <Sentence>{dossier.finding.claim}</Sentence>
        </h1>
        <dl className="dossier-meta">
          <Meta name="Finding" value={dossier.finding.id} mono />
          <Meta name="Status" value={dossier.finding.status} />
          <Meta name="Exported" value={`${formatTime(dossier.exported_at)} by ${dossier.exported_by}`} />
          <Meta name="Run" value={run.id ?? 'not known'} mono />
          <Meta name="Run finished" value={formatWhen(run.finished)} />
          <Meta name="Model" value={run.model ?? 'not known'} mono />
          <Meta name="Snapshot of the catalog, SHA-256" value={run.snapshot_sha256 ?? 'not known'} mono />
        </dl>
      </header>
      <section>
        <h2>What this is</h2>
        <p>
          A computed finding about records of a catalog, with the reasons for and against it. It is a lead for
          a person to check, not a verdict, and says nothing about anybody’s intent. The claim under review:
        </p>
        <blockquote>
          <Sentence>{dossier.finding.claim}</Sentence>.
        </blockquote>
        <p>Whether it holds is decided by a person and recorded below.</p>
      </section>
      <section>
        <h2>How likely it is</h2>
        <p>
          <strong className="dossier-score">{formatProbability(dossier.finding.score)}</strong>{' '}
          {dossier.finding.score_means} It starts from {oddsInWords(dossier.finding.prior_log_odds)} before
          any evidence; each fact below adds its weight in log-odds (base e), and the sum,{' '}
          {formatWeight(dossier.finding.log_odds)}, is the score as log-odds. How far scores were off on
          catalogs that the model had not seen is measured in the guide on evaluating
          (docs/guides/evaluating.md).
        </p>
        <p>
          Of what is weighed for this kind of finding, {formatProbability(dossier.finding.sufficiency)} was
          known. {dossier.finding.sufficiency_means} What was missing counted neither way.
        </p>
      </section>
      {finding.kind === 'CONTENT_FARM' && (
        <section>
          <h2>Two answers</h2>
          <AnswersTable finding={finding} />
        </section>
      )}
      <EvidenceTable title="What speaks against the claim" facts={sides.against} sum={sides.againstSum} />
      <EvidenceTable title="What speaks for the claim" facts={sides.for} sum={sides.forSum} />
      {dossier.counterfactuals.length > 0 && (
        <section>
          <h2>What it hangs on</h2>
          <ul>
            {dossier.counterfactuals.map(({ without, score }) => (
              <li key={without.join(' ')}>
                Without {without.map(evidenceInSentence).join(' and ')}: {formatProbability(score)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <EndTable
        title="Subject"
        facts={subject}
        end={finding.subject}
        payees={dossier.payee_tables_included}
      />
      {finding.target != null && (
        <EndTable title="Target" facts={target} end={finding.target} payees={dossier.payee_tables_included} />
      )}
      <ComparedTable compared={dossier.compared} />
      {dossier.finding.members.length > 0 && (
        <section>
          <h2>Members, {dossier.finding.members.length}</h2>
          <p className="dossier-members">
            {dossier.finding.members.map(({ id, name, strength }) => (
              <span key={id}>
                {name !== null && <Text>{`${name} `}</Text>}
                <code>{id}</code>
                {strength !== null && ` ${formatProbability(strength)}`}
              </span>
            ))}
          </p>
        </section>
      )}
      <section>
        <h2>History</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What</th>
              <th scope="col">Who</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {dossier.history.map(({ at, what, who, text, undone }) => (
              <tr key={`${at} ${what} ${who}`}>
                <td className="nowrap">{formatWhen(at)}</td>
                <td>
                  {what}
                  {undone !== null && `, ${undone}`}
                </td>
                <td>{who ?? 'a run'}</td>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <footer>
        Finding {dossier.finding.id} · run {run.id ?? 'not known'} · snapshot{' '}
        {run.snapshot_sha256 ?? 'not known'} · exported {formatTime(dossier.exported_at)}
        {!dossier.payee_tables_included && ' · without tables of payees'}
      </footer>
    </article>
  )
}

const formatWhen = (at: string | null): string =>
  at !== null && at.length > 10 ? formatTime(at) : formatDay(at)

function Meta({ name, value, mono = false }: { name: string; value: string; mono?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{mono ? <code>{value}</code> : value}</dd>
    </div>
  )
}

type EvidenceProps = { title: string; facts: Dossier['evidence']; sum: number }

function EvidenceTable({ title, facts, sum }: EvidenceProps) {
  return (
    <section>
      <h2>{title}</h2>
      {facts.length === 0 ? (
        <p>Nothing that is known.</p>
      ) : (
        <table className="dossier-evidence">
          <thead>
            <tr>
              <th scope="col">Fact</th>
              <th scope="col">What kind of evidence it is</th>
              <th scope="col" className="number">
                Weight
              </th>
            </tr>
          </thead>
          <tbody>
            {facts.map((fact) => (
              <tr key={fact.type}>
                <td>
                  <Sentence>{fact.text}</Sentence>.
                  {fact.new_since_decision && <strong> New since the last decision.</strong>}
                </td>
                <td>{nameEvidence(fact.type)}</td>
                <td className="number">{formatWeight(fact.weight)}</td>
              </tr>
            ))}
            <tr>
              <th scope="row" colSpan={2}>
                Together
              </th>
              <td className="number">
                <strong>{formatWeight(sum)}</strong>
              </td>
            </tr>
          </tbody>
        </table>
      )}
    </section>
  )
}
