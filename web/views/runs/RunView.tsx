import '@/styles/runs.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useRouter } from '@tanstack/react-router'
import { formatDay, formatTime } from '@/core/format/dates'
import { formatCount } from '@/core/format/numbers'
import type { NightReport } from '@/core/runs/report'
import { formatSeconds, runQuery, secondsOf } from '@/core/runs/runs'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { ChangesPart } from './ChangesPart'
import { ClustersPart } from './ClustersPart'
import { CostPart } from './CostPart'
import { CoveragePart } from './CoveragePart'
import { DataPart } from './DataPart'
import { RunKindTag } from './RunKindTag'

const PARTS = [
  ['found', 'Found and changed'],
  ['clusters', 'Clusters'],
  ['coverage', 'Red team'],
  ['data', 'Data'],
  ['cost', 'Cost'],
  ['notes', 'Notes'],
] as const

/** What a run found and changed, how far it can be trusted, and what it cost. */
export function RunView() {
  const { id } = useParams({ from: '/runs/$id' })
  const router = useRouter()
  const navigate = useNavigate()
  const run = useQuery(runQuery(id))
  const leave = () =>
    router.history.canGoBack() ? router.history.back() : void navigate({ to: '/runs', search: { at: id } })
  useShortcuts('Run', [{ keys: 'Escape', does: 'Go back', run: leave }])
  if (run.isPending) {
    return (
      <div className="stack">
        <Skeleton rows={1} height={64} />
        <Skeleton rows={4} height={140} />
      </div>
    )
  }
  if (run.isLoadingError) return <FailureNotice error={run.error} retry={() => void run.refetch()} />
  if (run.data == null) {
    return (
      <Notice title="There is no such run" action={<Link to="/runs">All runs</Link>}>
        <p>
          Nothing was published as <code>{id}</code>. Was the address cut off?
        </p>
      </Notice>
    )
  }
  const { report, ...told } = run.data
  const when = told.finishedAt == null ? formatDay(told.finishedOn) : formatTime(told.finishedAt)
  return (
    <article className="run stack">
      <header className="view-head">
        <div className="grow">
          <p className="soft">
            <Link to="/runs" search={{ at: id }}>
              Runs
            </Link>{' '}
            / <code>{id}</code>
          </p>
          <div className="row">
            <title>{`Run of ${when} · Namesake`}</title>
            <h1>Run of {when}</h1>
            <RunKindTag kind={told.kind} />
          </div>
        </div>
        <dl className="run-facts">
          <Fact name="Findings">{formatCount(told.counts.findings)}</Fact>
          <Fact name="Identities">{formatCount(told.counts.identities)}</Fact>
          <Fact name="Clusters">{formatCount(told.counts.clusters)}</Fact>
          <Fact name="Took">{formatSeconds(secondsOf(told))}</Fact>
          <Fact name="Model">
            <code>{told.model ?? '–'}</code>
          </Fact>
          <Fact name="Snapshot">
            <code title={told.snapshot ?? undefined}>{told.snapshot?.slice(0, 12) ?? '–'}</code>
          </Fact>
        </dl>
      </header>
      {report === null ? (
        <NoReport notes={told.notes} kind={told.kind} />
      ) : (
        <Report report={report} notes={told.notes} />
      )}
    </article>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function NoReport({ notes, kind }: { notes: string[]; kind: string | null | undefined }) {
  return (
    <>
      <section className="panel">
        <Notice title="There is no night report of this run">
          <p>
            {kind === 'DETECT'
              ? 'It was run by `namesake detect`, between the nights. A night writes a report: what it found and changed, what its red team caught, what it cost.'
              : 'No night has written one for it, or its files are not in the data folder of this service. A night writes a report with its last stage.'}
          </p>
        </Notice>
      </section>
      <NotesPart notes={notes} />
    </>
  )
}

function Report({ report, notes }: { report: NightReport; notes: string[] }) {
  return (
    <>
      <section className="run-headline panel">
        <ul>
          {report.headline.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p className="soft">
          Night {report.nightId}
          {report.previousNight === null
            ? ', the first'
            : `, compared with the night ${report.previousNight}`}
        </p>
      </section>
      {report.attention.length > 0 && (
        <section className="run-attention panel" aria-labelledby="attention">
          <h2 id="attention">Look at this before you trust the night</h2>
          <ul>
            {report.attention.map((sentence) => (
              <li key={sentence}>
                <bdi>{sentence}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
      <nav className="run-parts row" aria-label="Parts of the report">
        {PARTS.map(([hash, name]) => (
          <a key={hash} href={`#${hash}`} className="button plain">
            {name}
          </a>
        ))}
      </nav>
      <ChangesPart report={report} />
      <ClustersPart clusters={report.clusters} />
      <CoveragePart coverage={report.coverage} of={report.redTeamOf} />
      <DataPart report={report} />
      <CostPart stages={report.stages} />
      <NotesPart notes={report.notes.length > 0 ? report.notes : notes} />
    </>
  )
}

function NotesPart({ notes }: { notes: string[] }) {
  return (
    <section className="panel" aria-labelledby="notes">
      <header>
        <h2 id="notes">Notes</h2>
        <span className="soft">What a reader should know of the run: what was capped or off</span>
      </header>
      <div className="body">
        {notes.length === 0 ? (
          <p className="soft">None.</p>
        ) : (
          <ul className="run-notes">
            {notes.map((note) => (
              <li key={note}>
                <bdi>{note}</bdi>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}
