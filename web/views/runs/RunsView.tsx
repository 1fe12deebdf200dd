import '@/styles/runs.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { formatDay, formatTime } from '@/core/format/dates'
import { formatCount } from '@/core/format/numbers'
import { formatSeconds, newestFirst, type RunRow, runsQuery, secondsOf } from '@/core/runs/runs'
import { viewerQuery } from '@/core/session/viewer'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { CountBars } from './charts'
import { Quarantine } from './Quarantine'
import { RunKindTag } from './RunKindTag'
import { numeric, RunsTable } from './RunsTable'

/** A link is the present one where its whole search is, not a part of it. */
const WHOLE = { exact: true, includeSearch: true }

/** Every pass of the detectors, newest first, and what loads have set aside. */
export function RunsView() {
  const { show } = useSearch({ from: '/runs' })
  const viewer = useQuery(viewerQuery)
  const mayRead = viewer.data?.permissions.includes('read_payees') ?? false
  return (
    <div className="runs stack">
      <header className="row">
        <title>Runs · Namesake</title>
        <h1>Runs</h1>
        <nav className="row" aria-label="Parts of this view">
          <Link
            to="/runs"
            search={{ show: undefined }}
            className="button"
            activeOptions={WHOLE}
            aria-current={show === undefined ? 'true' : undefined}
          >
            Runs
          </Link>
          {mayRead && (
            <Link
              to="/runs"
              search={{ show: 'quarantine' }}
              className="button"
              activeOptions={WHOLE}
              aria-current={show === 'quarantine' ? 'true' : undefined}
            >
              Rows set aside
            </Link>
          )}
        </nav>
      </header>
      {show !== 'quarantine' ? (
        <RunList />
      ) : mayRead ? (
        <Quarantine />
      ) : viewer.isPending ? (
        <Skeleton rows={10} height={32} />
      ) : (
        <Notice title="Your role may not see this" role="alert">
          <p>What a row says may be a payee’s: it takes the permission read_payees.</p>
        </Notice>
      )}
    </div>
  )
}

function RunList() {
  const { at } = useSearch({ from: '/runs' })
  const navigate = useNavigate({ from: '/runs' })
  const runs = useInfiniteQuery(runsQuery)
  const body = useRef<HTMLTableSectionElement>(null)
  const rows = newestFirst(runs.data?.pages.flatMap((page) => page.edges.map((edge) => edge.node)) ?? [])
  const place = rows.findIndex((row) => row.id === at)
  const step = (by: number) => {
    const next = rows[place === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, place + by))]
    if (next) void navigate({ search: { at: next.id }, replace: true, resetScroll: false })
  }
  useShortcuts('Runs', [
    { keys: 'j', does: 'Next run', run: () => step(1) },
    { keys: 'k', does: 'Run before', run: () => step(-1) },
    {
      keys: 'o',
      does: 'Open the run (Enter does too)',
      run: () => at !== undefined && void navigate({ to: '/runs/$id', params: { id: at } }),
    },
  ])
  useEffect(() => {
    if (at !== undefined) body.current?.querySelector<HTMLElement>(`[data-run="${CSS.escape(at)}"]`)?.focus()
  }, [at])
  if (runs.isPending) return <Skeleton rows={10} height={34} />
  if (runs.isLoadingError) return <FailureNotice error={runs.error} retry={() => void runs.refetch()} />
  if (rows.length === 0) {
    return (
      <Notice title="Nothing has run yet">
        <p>
          Runs of <code>namesake nightly</code> and <code>namesake detect</code> are listed here once they
          have published.
        </p>
      </Notice>
    )
  }
  const counts = rows
    .slice(0, 60)
    .toReversed()
    .map((row) => ({ when: formatDay(row.finishedOn), count: row.counts.findings ?? 0 }))
  return (
    <>
      <figure className="panel runs-figure">
        <figcaption className="soft">Findings by run, oldest to newest</figcaption>
        <CountBars counts={counts} name="Findings" />
      </figure>
      <RunsTable
        isPanel
        body={body}
        columns={[
          'Published (UTC)',
          'How',
          numeric('Findings'),
          numeric('Identities'),
          numeric('Clusters'),
          numeric('Took', 'From its first stage to what it published'),
          { name: 'Model', help: 'The weights that it used' },
          { name: 'Snapshot', help: 'The hash of the data that it looked at' },
          'Notes',
        ]}
      >
        {rows.map((row) => (
          <RunLine key={row.id} row={row} focused={row.id === at} />
        ))}
      </RunsTable>
      {runs.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={runs.isFetchingNextPage}
          onClick={() => void runs.fetchNextPage()}
        >
          {runs.isFetchingNextPage ? 'Reading…' : 'Earlier runs'}
        </button>
      )}
    </>
  )
}

function RunLine({ row, focused }: { row: RunRow; focused: boolean }) {
  return (
    <tr data-focused={focused}>
      <th scope="row">
        <Link to="/runs/$id" params={{ id: row.id }} data-run={row.id}>
          {row.finishedAt == null ? formatDay(row.finishedOn) : formatTime(row.finishedAt)}
        </Link>
      </th>
      <td>
        <RunKindTag kind={row.kind} />
      </td>
      <td className="number">{formatCount(row.counts.findings)}</td>
      <td className="number">{formatCount(row.counts.identities)}</td>
      <td className="number">{formatCount(row.counts.clusters)}</td>
      <td className="number">{formatSeconds(secondsOf(row))}</td>
      <td>
        <code>{row.model ?? '–'}</code>
      </td>
      <td>
        <code title={row.snapshot ?? undefined}>{row.snapshot?.slice(0, 12) ?? '–'}</code>
      </td>
      <td className="runs-notes" title={row.notes.join('\n')}>
        {row.notes.length === 0 ? <span className="soft">none</span> : `${row.notes.length}: ${row.notes[0]}`}
      </td>
    </tr>
  )
}
