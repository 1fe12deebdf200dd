import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { formatDay, formatTime } from '@/core/format/dates'
import { countOf, shortCountOf } from '@/core/format/words'
import { type ReleasePage, releaseQuery } from '@/core/releases/release'
import { assignmentOf, describeDelivery, releaseTypeOf } from '@/core/releases/words'
import { viewerQuery } from '@/core/session/viewer'
import { Fact, FindingsAbout, History, Signals } from '@/views/shared/RecordParts'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { useBack } from '@/views/shared/useBack'
import { useRowKeys } from '@/views/shared/useRowKeys'
import { PageTimeline } from './PageTimeline'
import { Payouts } from './Payouts'
import { Recordings } from './Recordings'
import '@/styles/release.css'
import { Text } from '@/views/shared/Text'

/** A release: whose it is said to be, who said so, what is on it, who is paid. */
export function ReleaseView() {
  const { id } = useParams({ from: '/releases/$id' })
  const viewer = useQuery(viewerQuery)
  const payees = viewer.data?.permissions.includes('read_payees') ?? false
  const release = useQuery({ ...releaseQuery(id, payees), enabled: viewer.isSuccess })
  if (release.isPending) {
    return (
      <div className="sections">
        <Skeleton height={56} />
        <Skeleton rows={3} height={180} />
      </div>
    )
  }
  if (release.isLoadingError)
    return <FailureNotice error={release.error} retry={() => void release.refetch()} />
  if (release.data == null) {
    return (
      <Notice title="There is no such release" action={<Link to="/search">Search for it</Link>}>
        <p>
          No record of the catalog names <code>{id}</code>.
        </p>
      </Notice>
    )
  }
  return <Page release={release.data} payees={payees} />
}

function Page({ release, payees }: { release: ReleasePage; payees: boolean }) {
  const part = useRowKeys<HTMLDivElement>('Release')
  useBack('Go back', { to: '/' })
  const assignment = assignmentOf(release.artistAssignment)
  return (
    <div ref={part}>
      <div className="view-head">
        <div className="grow">
          <title>{`${release.title ?? release.id} · Namesake`}</title>
          <h1>
            <Text>{release.title ?? release.id}</Text>
          </h1>
          <p className="soft">
            {releaseTypeOf(release.type)} by <Artists artists={release.artists} /> · out{' '}
            {formatDay(release.releaseDate)} · <code>{release.id}</code>
          </p>
        </div>
        <span className={assignment.mark === 'named' ? 'tag warn' : 'tag'} title={assignment.help}>
          On the page: {assignment.name.toLowerCase()}
        </span>
      </div>
      <div className="two-columns">
        <div className="sections">
          <FindingsAbout findings={release.findings} type="Release" id={release.id} />
          <PageTimeline release={release} payees={payees} />
          <Recordings release={release} />
          {release.payouts !== undefined && <Payouts payouts={release.payouts} />}
          <History versions={release.history} />
        </div>
        <aside className="sections" aria-label="Facts">
          <ReleaseFacts release={release} />
          <ArtistsPanel release={release} />
          <Signals signals={release.signals} />
        </aside>
      </div>
    </div>
  )
}

/** Names of artists, each leading to its page. */
function Artists({ artists }: { artists: readonly { id: string; name?: string | null }[] }) {
  if (artists.length === 0) return 'an artist who is not told'
  return artists.map((artist, place) => (
    <span key={artist.id}>
      {place > 0 && ', '}
      <Link to="/artists/$id" params={{ id: artist.id }}>
        <Text>{artist.name ?? artist.id}</Text>
      </Link>
    </span>
  ))
}

function ReleaseFacts({ release }: { release: ReleasePage }) {
  const { provenance } = release
  const assignment = assignmentOf(release.artistAssignment)
  return (
    <section className="panel">
      <header>
        <h2>Facts</h2>
      </header>
      <div className="body">
        <dl className="fact-list">
          <Fact name="UPC">{release.upc && <code>{release.upc}</code>}</Fact>
          <Fact name="Received" help="When it was delivered">
            {formatTime(release.receivedAt)}
          </Fact>
          <Fact name="Out">{formatDay(release.releaseDate)}</Fact>
          <Fact name="Put on page" help={assignment.help}>
            {assignment.name.toLowerCase()}
          </Fact>
          <Fact name="Distributor">{release.distributor?.name ?? release.distributor?.id}</Fact>
          <Fact name="DDEX party">{release.distributor?.dpid}</Fact>
          <Fact name="Label">{release.label?.name ?? release.label?.id}</Fact>
          <Fact name="Genres">{release.genres.join(', ')}</Fact>
          <Fact name="Language">{release.language}</Fact>
          <Fact name="℗ line" help="Who owns the sound recording">
            {release.pLine}
          </Fact>
          <Fact name="© line" help="Who owns the release">
            {release.cLine}
          </Fact>
          <Fact
            name="Cover hash"
            help="Perceptual hash: covers that look alike have hashes that differ in few bits"
          >
            {release.coverPhash && <code>{release.coverPhash}</code>}
          </Fact>
          <Fact name="First said">
            {provenance && `${formatTime(provenance.firstAt)}, ${describeDelivery(provenance.firstDelivery)}`}
          </Fact>
          <Fact name="So since">{provenance && formatTime(provenance.since)}</Fact>
          <Fact name="Last said">
            {provenance && `${formatTime(provenance.lastAt)}, ${describeDelivery(provenance.lastDelivery)}`}
          </Fact>
        </dl>
      </div>
    </section>
  )
}

function ArtistsPanel({ release }: { release: ReleasePage }) {
  return (
    <section className="panel">
      <header>
        <h2>On the page of</h2>
        <span className="soft">{countOf(release.artists.length, 'artist')}</span>
      </header>
      <ul className="finding-list page-artists">
        {release.artists.map((artist) => (
          <li key={artist.id}>
            <Link to="/artists/$id" params={{ id: artist.id }} data-row>
              <Text>{artist.name ?? artist.id}</Text>
            </Link>
            <span className="soft">
              {[
                artist.country,
                artist.monthlyListeners == null ? null : shortCountOf(artist.monthlyListeners, 'listener'),
              ]
                .filter(Boolean)
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
