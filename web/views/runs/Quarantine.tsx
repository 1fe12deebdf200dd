import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { formatTime } from '@/core/format/dates'
import { formatCount } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { type QuarantinedRow, quarantineQuery } from '@/core/runs/runs'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { Text } from '@/views/shared/Text'
import { RunsTable } from './RunsTable'

/** The sources that rows come from, as the loaders name them. */
const SOURCES = ['catalog', 'ddex', 'musicbrainz', 'discogs', 'statements', 'signals']

/** Rows that loads set aside as things stand now, with what would put each right. */
export function Quarantine() {
  const { source } = useSearch({ from: '/runs' })
  const navigate = useNavigate({ from: '/runs' })
  const rows = useInfiniteQuery(quarantineQuery(source))
  const found = rows.data?.pages.flatMap((page) => page.edges.map((edge) => edge.node)) ?? []
  const total = rows.data?.pages[0]?.totalCount ?? found.length
  const sources = source === undefined || SOURCES.includes(source) ? SOURCES : [...SOURCES, source]
  return (
    <section className="stack" aria-labelledby="quarantine">
      <div className="row">
        <h2 id="quarantine">Rows set aside</h2>
        <span className="soft">
          {rows.isPending
            ? ''
            : `${countOf(total, 'row')}. A row that breaks a rule waits here; the rest of its file was loaded.`}
        </span>
        <label className="row">
          <span className="soft">Source</span>
          <select
            className="field"
            value={source ?? ''}
            onChange={(event) =>
              void navigate({ search: { show: 'quarantine', source: event.target.value || undefined } })
            }
          >
            <option value="">All</option>
            {sources.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </div>
      {rows.isPending ? (
        <Skeleton rows={10} height={34} />
      ) : rows.isLoadingError ? (
        <FailureNotice error={rows.error} retry={() => void rows.refetch()} />
      ) : found.length === 0 ? (
        <Notice
          title={source === undefined ? 'No row is set aside' : `No row of ${source} is set aside`}
          action={
            source !== undefined && (
              <Link to="/runs" search={{ show: 'quarantine' }}>
                Show all sources
              </Link>
            )
          }
        >
          <p>Every row that was delivered is in the graph.</p>
        </Notice>
      ) : (
        <>
          <RunsTable
            isPanel
            columns={[
              'Where',
              'Column',
              'Says',
              'Why it was set aside',
              'What would put it right',
              'Set aside (UTC)',
            ]}
          >
            {found.map((row) => (
              <QuarantineLine key={row.id} row={row} />
            ))}
          </RunsTable>
          {rows.hasNextPage && (
            <button
              type="button"
              className="button"
              disabled={rows.isFetchingNextPage}
              onClick={() => void rows.fetchNextPage()}
            >
              {rows.isFetchingNextPage ? 'Reading…' : 'More rows'}
            </button>
          )}
        </>
      )}
    </section>
  )
}

function QuarantineLine({ row }: { row: QuarantinedRow }) {
  return (
    <tr>
      <td>
        <bdi>{row.file}</bdi>
        {row.line > 0 && <span className="soft"> line {formatCount(row.line)}</span>}
        {row.source && <span className="tag">{row.source}</span>}
      </td>
      <td>
        {row.column === '' || row.column == null ? (
          <span className="soft">the whole row</span>
        ) : (
          <code>{row.column}</code>
        )}
      </td>
      <td>
        <code className="runs-value">
          <Text>{row.value ?? '–'}</Text>
        </code>
      </td>
      <td>
        <bdi>{row.reason ?? '–'}</bdi>
      </td>
      <td>
        <bdi>{row.remedy ?? '–'}</bdi>
      </td>
      <td className="nowrap" title={`First set aside ${formatTime(row.firstSeen)}`}>
        {formatTime(row.lastSeen)}
      </td>
    </tr>
  )
}
