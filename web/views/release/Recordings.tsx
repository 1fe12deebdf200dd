import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { columnName } from '@/core/artists/versions'
import { formatCount, formatDuration, formatProbability } from '@/core/format/numbers'
import { countOf, KINDS } from '@/core/format/words'
import { describeDisclosure, groupCredits } from '@/core/releases/credits'
import { type ReleasePage, releaseRecordingsQuery } from '@/core/releases/release'
import { Text } from '@/views/shared/Text'

type Recording = ReleasePage['recordings'][number]

/** What is on a release, each recording with its credits. */
export function Recordings({ release }: { release: ReleasePage }) {
  const more = useQuery(releaseRecordingsQuery(release.id))
  return (
    <section className="panel">
      <header>
        <h2>Recordings</h2>
        <span className="soft">{countOf(release.recordings.length, 'recording')}</span>
        {more.isError && <span className="tag warn">Credits could not be read</span>}
      </header>
      {release.recordings.length === 0 ? (
        <p className="quiet">No recording is known.</p>
      ) : (
        <div className="table-scroll">
          <table className="plain-table recordings">
            <thead>
              <tr>
                <th scope="col">Title</th>
                <th scope="col">ISRC</th>
                <th scope="col" className="number">
                  Length
                </th>
                <th scope="col" className="number" title="Streams of the last 28 days">
                  Streams
                </th>
                <th scope="col" className="number" title="Listeners of the last 28 days">
                  Listeners
                </th>
                <th scope="col" title="What the delivery says of artificial intelligence in it">
                  AI disclosure
                </th>
                <th scope="col">Credits</th>
              </tr>
            </thead>
            <tbody>
              {release.recordings.map((recording) => (
                <RecordingRow
                  key={recording.id}
                  recording={recording}
                  more={more.data?.get(recording.id)}
                  own={release.artists.map(({ id }) => id)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

type Artist = { id: string; name?: string | null }
type More = {
  artists: Artist[]
  featuredArtists: Artist[]
  contributions: {
    partyName?: string | null
    role?: string | null
    ipi?: string | null
    artist?: Artist | null
  }[]
  signals: { kind: string; score?: number | null; source: string }[]
  findings: { id: string; kind: keyof typeof KINDS; score: number; status: string }[]
}

function RecordingRow({
  recording,
  more,
  own,
}: {
  recording: Recording
  more: More | undefined
  own: string[]
}) {
  const guests = more?.artists.filter(({ id }) => !own.includes(id)) ?? []
  return (
    <tr>
      <td>
        <Text>{recording.title ?? recording.id}</Text>
        {guests.length > 0 && <People label="also by" people={guests} />}
        {more !== undefined && more.featuredArtists.length > 0 && (
          <People label="featuring" people={more.featuredArtists} />
        )}
        {more?.findings.map((finding) => (
          <p key={finding.id}>
            <Link to="/findings/$id" params={{ id: finding.id }} className="tag for" data-row>
              {KINDS[finding.kind].name} {formatProbability(finding.score)}, {finding.status}
            </Link>
          </p>
        ))}
        {more?.signals.map((signal) => (
          <p key={`${signal.kind} ${signal.source}`} className="soft">
            {signal.source}: {columnName(signal.kind).toLowerCase()}
            {signal.score == null ? '' : ` ${signal.score.toFixed(2)}`}
          </p>
        ))}
      </td>
      <td>{recording.isrc ? <code>{recording.isrc}</code> : <span className="soft">not told</span>}</td>
      <td className="number">{formatDuration(recording.durationMs)}</td>
      <td className="number">{formatCount(recording.streams28d)}</td>
      <td className="number">{formatCount(recording.listeners28d)}</td>
      <td>{describeDisclosure(recording.aiDisclosure) ?? <span className="soft">not told</span>}</td>
      <td>{more === undefined ? <span className="soft">…</span> : <Credits more={more} />}</td>
    </tr>
  )
}

function People({ label, people }: { label: string; people: Artist[] }) {
  return (
    <p className="soft">
      {label}{' '}
      {people.map((person, place) => (
        <span key={person.id}>
          {place > 0 && ', '}
          <Link to="/artists/$id" params={{ id: person.id }}>
            <Text>{person.name ?? person.id}</Text>
          </Link>
        </span>
      ))}
    </p>
  )
}

/** Who is credited, one line for each person. */
function Credits({ more }: { more: More }) {
  const credits = groupCredits(more.contributions)
  if (credits.length === 0) return <span className="soft">none</span>
  return (
    <ul>
      {credits.map(({ key, name, roles, ipi, artistId }) => (
        <li key={key} title={ipi === null ? undefined : `IPI ${ipi}`}>
          {artistId === null ? (
            name
          ) : (
            <Link to="/artists/$id" params={{ id: artistId }}>
              {name}
            </Link>
          )}{' '}
          <span className="soft">{roles.join(', ')}</span>
        </li>
      ))}
    </ul>
  )
}
