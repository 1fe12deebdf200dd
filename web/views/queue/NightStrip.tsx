import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lastRunQuery, nightChangesQuery } from '@/core/findings/queue'
import { isNarrowed, type QueueSearch, WAITING } from '@/core/findings/search'
import { formatDay, formatTime } from '@/core/format/dates'
import { formatCount } from '@/core/format/numbers'

type Place = { name: string; count: number | undefined; search: QueueSearch; help: string }

/** A link is the present one where its whole search is, not a part of it. */
const WHOLE = { exact: true, includeSearch: true }

/** What changed since the last night: each number is a list. */
export function NightStrip({ search, total }: { search: QueueSearch; total: number | undefined }) {
  const run = useQuery(lastRunQuery)
  const day = run.data?.finishedOn ?? null
  const changes = useQuery({ ...nightChangesQuery(day ?? '', WAITING), enabled: day !== null })
  const { order, preview } = search
  const keep = { order, preview }
  const told = changes.data
  // findings keep days: where several runs share one, the counts are of all of them
  const shared = run.data != null && run.data.sameDay > 1
  const last = run.data?.finishedAt ?? null
  const since = `${formatDay(day)}${shared ? `, by ${run.data?.sameDay} runs` : ''}`
  const places: Place[] =
    day === null
      ? []
      : [
          {
            name: 'new',
            count: told?.new.total,
            search: { ...keep, since: day, change: 'new' },
            help: `Waiting findings first said on ${formatDay(day)} or later`,
          },
          {
            name: 'new, returned or changed',
            count: told?.changed.total,
            search: { ...keep, since: day },
            help: `Waiting findings that are new, came back, or have other evidence since ${formatDay(day)}`,
          },
          {
            name: 'gone in all, undecided',
            count: told?.gone.total,
            search: { ...keep, shown: 'gone' },
            help: 'Findings that nobody decided on and that the last run no longer says, whenever they went',
          },
        ]
  const isHere = (place: Place): boolean =>
    search.since === place.search.since &&
    search.change === place.search.change &&
    search.shown === place.search.shown
  return (
    <header className="night-strip">
      <title>Queue · Namesake</title>
      <h1>Queue</h1>
      <Link
        to="/"
        search={keep}
        className="strip-count"
        activeOptions={WHOLE}
        aria-current={isNarrowed(search) ? undefined : 'true'}
      >
        <strong className="number">{formatCount(total)}</strong>{' '}
        {isNarrowed(search) ? 'shown' : 'wait for a decision'}
      </Link>
      <span
        className="strip-since soft"
        title={
          shared
            ? `Findings keep the day on which they were first said. ${run.data?.sameDay} runs published on this day, the last at ${formatTime(last)}: its report tells what it changed by itself.`
            : undefined
        }
      >
        {run.isPending ? 'Since the last night…' : day === null ? 'No run yet' : `Since ${since}:`}
      </span>
      {places.map((place) => (
        <Link
          key={place.name}
          to="/"
          search={place.search}
          className="strip-count"
          activeOptions={WHOLE}
          title={place.help}
          aria-current={isHere(place) ? 'true' : undefined}
        >
          <strong className="number">{formatCount(place.count)}</strong> {place.name}
        </Link>
      ))}
      {run.data && (
        <Link to="/runs/$id" params={{ id: run.data.id }} className="strip-report">
          Report of the{' '}
          {shared && last !== null ? `${new Date(last).toISOString().slice(11, 16)} UTC run` : 'run'}
        </Link>
      )}
    </header>
  )
}
