import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lastRunQuery, nightChangesQuery } from '@/core/findings/queue'
import { isNarrowed, type QueueSearch, WAITING } from '@/core/findings/search'
import { formatDay } from '@/core/format/dates'
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
            name: 'gone, undecided',
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
      <span className="strip-since soft">
        {run.isPending ? 'Since the last night…' : day === null ? 'No run yet' : `Since ${formatDay(day)}:`}
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
          Report of the run
        </Link>
      )}
    </header>
  )
}
