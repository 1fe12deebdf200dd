import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { peopleOf } from '@/core/finding/facts'
import { habitsOf, tellAssignment } from '@/core/finding/page'
import {
  artistFactsQuery,
  type PageRelease,
  pageQuery,
  type ReleaseFacts,
  releaseFactsQuery,
} from '@/core/finding/queries'
import { formatDay, formatTime } from '@/core/format/dates'
import { formatCount, formatDuration } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { Notice } from '@/views/shared/states'
import { Text } from '@/views/shared/Text'
import { PageTimeline } from './PageTimeline'
import { ArtistLink, MoneyPair, PeoplePair, Reading, ReleaseLink, Section, Signals } from './parts'

type Target = { id: string; name?: string | null }
type Props = { releaseId: string; target: Target; mayReadPayees: boolean; at?: string }

/** A release beside the history of the page that it sits on. */
export function ReleaseOnPage({ releaseId, target, mayReadPayees, at }: Props) {
  const release = useQuery(releaseFactsQuery(releaseId, mayReadPayees))
  const page = useQuery(pageQuery(target.id, mayReadPayees))
  const artist = useQuery(artistFactsQuery(target.id, mayReadPayees))
  if (release.data === undefined || page.data === undefined || artist.data === undefined)
    return <Reading of={[release, page, artist]} />
  if (release.data === null) return <Notice title="The release has left the catalog" />
  const own = new Set(release.data.recordings.map(({ id }) => id))
  const onPage = (artist.data?.recordings.edges ?? [])
    .map(({ node }) => node)
    .filter(({ id }) => !own.has(id))
  const others = page.data.releases.filter(({ id }) => id !== releaseId)
  return (
    <>
      <Section name="page" at={at}>
        <Habits release={release.data} others={others} target={target} />
        <PageTimeline
          releases={[...others, release.data]}
          suspects={new Set([releaseId])}
          mayReadPayees={mayReadPayees}
        />
        {page.data.total > page.data.releases.length && (
          <p className="soft">
            The newest {formatCount(page.data.releases.length)} of {formatCount(page.data.total)} releases.
          </p>
        )}
        <p>
          <Link to="/search" search={{ q: target.name ?? target.id }}>
            Find artists of the same or a like name
          </Link>{' '}
          <span className="soft">who may be the release’s own</span>
        </p>
      </Section>
      <Section name="releases" at={at}>
        <Facts release={release.data} />
      </Section>
      <Section name="people" at={at}>
        <PeoplePair
          left={peopleOf(release.data.recordings)}
          right={peopleOf(onPage)}
          leftIs="This release"
          rightIs="The page’s other recordings"
        />
        <p className="soft">
          Of the page, the {countOf(onPage.length, 'most streamed recording')} not on this release.
        </p>
      </Section>
      <Section name="money" at={at}>
        <MoneyPair
          left={[release.data]}
          right={others}
          leftIs="This release"
          rightIs="The page’s other releases"
          mayRead={mayReadPayees}
        />
      </Section>
      <Section name="signals" at={at}>
        <Signals of={[{ name: release.data.title ?? release.data.id, signals: release.data.signals }]} />
      </Section>
    </>
  )
}

type HabitsProps = { release: ReleaseFacts; others: readonly PageRelease[]; target: Target }

/** What the release has, held against what the page's other releases have. */
function Habits({ release, others, target }: HabitsProps) {
  const habits = habitsOf(release, others)
  return (
    <div className="table-scroll">
      <table className="compare">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Fact</span>
            </th>
            <th scope="col">
              This release: <Text>{release.title ?? release.id}</Text>
            </th>
            <th scope="col">
              {countOf(others.length, 'other release')} of <Text>{target.name ?? target.id}</Text>
            </th>
            <th scope="col">Shared by</th>
          </tr>
        </thead>
        <tbody>
          {habits.map((habit) => (
            <tr key={habit.label}>
              <th scope="row">{habit.label}</th>
              <td>
                <Text>{habit.suspect || '–'}</Text>
              </td>
              <td>
                {habit.usual.length === 0 && '–'}
                {habit.usual.map(({ name, count }, place) => (
                  <span key={name}>
                    {place > 0 && ', '}
                    <Text>{name}</Text> <span className="soft">{count}</span>
                  </span>
                ))}
              </td>
              <td
                className={`standing ${habit.sharedBy === null ? 'unknown' : habit.sharedBy === 0 ? 'differs' : 'same'}`}
                title={habit.sharedBy === null ? 'Not known of both: no evidence either way' : undefined}
              >
                {habit.sharedBy === null ? '' : `${habit.sharedBy} of ${habit.known}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Facts({ release }: { release: ReleaseFacts }) {
  return (
    <>
      <dl className="facts-list">
        <div>
          <dt>Title</dt>
          <dd>
            <ReleaseLink id={release.id} title={release.title} />
          </dd>
        </div>
        <div>
          <dt>Main artists</dt>
          <dd>
            {release.artists.map((artist, place) => (
              <span key={artist.id}>
                {place > 0 && ', '}
                <ArtistLink id={artist.id} name={artist.name} />
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>Type</dt>
          <dd>{release.type ?? '–'}</dd>
        </div>
        <div>
          <dt>UPC</dt>
          <dd>{release.upc ?? '–'}</dd>
        </div>
        <div>
          <dt>Released</dt>
          <dd>{formatDay(release.releaseDate)}</dd>
        </div>
        <div>
          <dt>Received</dt>
          <dd>{formatTime(release.receivedAt)}</dd>
        </div>
        <div>
          <dt>Put on the page</dt>
          <dd>{release.artistAssignment ? tellAssignment(release.artistAssignment) : '–'}</dd>
        </div>
        <div>
          <dt>C-line</dt>
          <dd>{release.cLine ?? '–'}</dd>
        </div>
      </dl>
      <div className="table-scroll">
        <table className="compare">
          <thead>
            <tr>
              <th scope="col">Recording</th>
              <th scope="col">ISRC</th>
              <th scope="col" className="number">
                Length
              </th>
              <th scope="col" className="number">
                Streams, 28 days
              </th>
            </tr>
          </thead>
          <tbody>
            {release.recordings.slice(0, 20).map((recording) => (
              <tr key={recording.id}>
                <td>
                  <Text>{recording.title ?? recording.id}</Text>
                </td>
                <td>
                  <code>{recording.isrc ?? '–'}</code>
                </td>
                <td className="number">{formatDuration(recording.durationMs)}</td>
                <td className="number">{formatCount(recording.streams28d)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
