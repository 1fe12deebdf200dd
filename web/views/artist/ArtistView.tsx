import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { type ArtistPage, artistQuery, artistReleasesQuery } from '@/core/artists/artist'
import type { LaneBy } from '@/core/artists/lanes'
import { formatDay } from '@/core/format/dates'
import { countOf, shortCountOf } from '@/core/format/words'
import { codePoint, isInvisible, mixedWords } from '@/core/names/scripts'
import { viewerQuery } from '@/core/session/viewer'
import { Lanes } from '@/views/shared/Lanes'
import { FindingsAbout, History, Signals } from '@/views/shared/RecordParts'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { useBack } from '@/views/shared/useBack'
import { useRowKeys } from '@/views/shared/useRowKeys'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { Exposure, Lookalikes, Similar } from './Alike'
import { ArtistFacts } from './ArtistFacts'
import { Catalogue } from './Catalogue'
import { IdentityPanel } from './IdentityPanel'
import '@/styles/artist.css'
import { Text } from '@/views/shared/Text'

/** Releases that are read without being asked for; more on a button. */
const READ_AT_ONCE = 1000

/** An artist profile: what is said of it, what is on its page and how it came there, what it has said of itself. */
export function ArtistView() {
  const { id } = useParams({ from: '/artists/$id' })
  const { on } = useSearch({ from: '/artists/$id' })
  const artist = useQuery(artistQuery(id, on))
  if (artist.isPending) {
    return (
      <div className="sections">
        <Skeleton height={56} />
        <Skeleton rows={3} height={180} />
      </div>
    )
  }
  if (artist.isLoadingError) return <FailureNotice error={artist.error} retry={() => void artist.refetch()} />
  if (artist.data == null) return <Unknown id={id} on={on} />
  return <Page artist={artist.data} />
}

function Unknown({ id, on }: { id: string; on: string | undefined }) {
  if (on === undefined) {
    return (
      <Notice title="There is no such artist" action={<Link to="/search">Search for it</Link>}>
        <p>
          No record of the catalog names <code>{id}</code>.
        </p>
      </Notice>
    )
  }
  return (
    <Notice
      title={`Nobody had spoken of this artist by ${formatDay(on)}`}
      action={
        <Link to="/artists/$id" params={{ id }} search={{}}>
          See it as it is now
        </Link>
      }
    >
      <p>The catalog's first record of it is younger.</p>
    </Notice>
  )
}

function Page({ artist }: { artist: ArtistPage }) {
  const { on } = useSearch({ from: '/artists/$id' })
  const part = useRowKeys<HTMLDivElement>('Rows')
  useBack('Go back', { to: '/' })
  return (
    <div ref={part}>
      <Head artist={artist} />
      {on !== undefined && (
        <p className="as-of" role="status">
          The record as it stood at the end of <strong>{formatDay(on)}</strong> (UTC). Releases, findings,
          signals and clusters are those of now.{' '}
          <Link to="/artists/$id" params={{ id: artist.id }} search={(old) => ({ ...old, on: undefined })}>
            Back to now
          </Link>
        </p>
      )}
      <div className="two-columns">
        <div className="sections">
          <FindingsAbout findings={artist.findings} type="Artist" id={artist.id} />
          <Releases artist={artist} />
          <Lookalikes artist={artist} />
          <History versions={artist.history} />
        </div>
        <aside className="sections" aria-label="Facts">
          <ArtistFacts artist={artist} />
          <IdentityPanel artist={artist} />
          <Exposure id={artist.id} />
          <Similar artist={artist} />
          <Signals signals={artist.signals} />
        </aside>
      </div>
    </div>
  )
}

function Head({ artist }: { artist: ArtistPage }) {
  const { on } = useSearch({ from: '/artists/$id' })
  const navigate = useNavigate({ from: '/artists/$id' })
  const day = useRef<HTMLInputElement>(null)
  useShortcuts('Artist', [
    {
      keys: 'e',
      does: 'Open in the network',
      run: () => void navigate({ to: '/network', search: { artist: artist.id } }),
    },
    { keys: 'd', does: 'See the record as of a day', run: () => day.current?.focus() },
    {
      keys: 's',
      does: 'Search for names alike',
      run: () => void navigate({ to: '/search', search: { q: artist.name ?? artist.id, type: 'ARTIST' } }),
    },
  ])
  const about = [
    artist.type ?? 'artist',
    artist.country,
    artist.monthlyListeners == null ? null : shortCountOf(artist.monthlyListeners, 'monthly listener'),
    artist.followers == null ? null : shortCountOf(artist.followers, 'follower'),
  ]
  return (
    <div className="view-head">
      <div className="grow">
        <title>{`${artist.name ?? artist.id} · Namesake`}</title>
        <h1>
          <Text>{artist.name ?? artist.id}</Text>{' '}
          {artist.verified === true && (
            <span className="tag good" title="The service verified the profile.">
              Verified
            </span>
          )}
          <NameWarnings name={artist.name ?? ''} />
          {artist.onlyReferredTo && (
            <span
              className="tag warn"
              title="Other records name this artist; its own record has not arrived."
            >
              No record of its own
            </span>
          )}
        </h1>
        <p className="soft">
          {about.filter(Boolean).join(' · ')} · <code>{artist.id}</code>
        </p>
      </div>
      <label
        className="row soft as-of-day"
        title="Shows the artist's own record as this catalog knew it at the end of that day (UTC)"
      >
        What this catalog knew on
        <input
          ref={day}
          className="field"
          type="date"
          value={on ?? ''}
          onChange={({ target }) =>
            void navigate({
              search: (old) => ({ ...old, on: target.value === '' ? undefined : target.value }),
              replace: true,
            })
          }
        />
      </label>
      <Link
        to="/search"
        search={{ q: artist.name ?? artist.id, type: 'ARTIST' }}
        className="button"
        title="Artists whose names read, sound or look alike (s)"
      >
        Names alike
      </Link>
      <Link
        to="/network"
        search={{ artist: artist.id }}
        className="button"
        title="Who is tied to it, and by what (e)"
      >
        Network
      </Link>
    </div>
  )
}

/** What the eye does not see in a name. An honest name can have it too. */
function NameWarnings({ name }: { name: string }) {
  const mixed = mixedWords(name)
  const hidden = [...name].filter(isInvisible).map(codePoint)
  return (
    <>
      {mixed.map(({ word, scripts }) => (
        <span key={word} className="tag warn" title="Letters of these scripts can look the same">
          “{word}” mixes {scripts.join(' and ')}
        </span>
      ))}
      {hidden.length > 0 && (
        <span className="tag warn" title={hidden.join(', ')}>
          {countOf(hidden.length, 'invisible character')}
        </span>
      )}
    </>
  )
}

/** The timeline and the catalogue: both of the same releases, read page after page. */
function Releases({ artist }: { artist: ArtistPage }) {
  const search = useSearch({ from: '/artists/$id' })
  const navigate = useNavigate({ from: '/artists/$id' })
  const viewer = useQuery(viewerQuery)
  const payees = viewer.data?.permissions.includes('read_payees') ?? false
  const pages = useInfiniteQuery({ ...artistReleasesQuery(artist.id, payees), enabled: viewer.isSuccess })
  const releases = pages.data?.pages.flatMap((page) => page.edges.map(({ node }) => node)) ?? []
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = pages
  const isByItself = releases.length < READ_AT_ONCE && !isFetchNextPageError
  useEffect(() => {
    if (hasNextPage && !isFetching && isByItself) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage, isByItself])

  if (pages.isPending) return <Skeleton rows={2} height={280} />
  if (pages.isLoadingError) return <FailureNotice error={pages.error} retry={() => void pages.refetch()} />
  const total = pages.data.pages[0]?.totalCount ?? releases.length
  const offered: LaneBy[] = payees ? ['distributor', 'payee', 'label'] : ['distributor', 'label']
  const by = search.lanes !== undefined && offered.includes(search.lanes) ? search.lanes : 'distributor'
  const some = releases.length < total
  const events = [
    ...(artist.createdOn
      ? [{ day: artist.createdOn, text: `page made ${formatDay(artist.createdOn)}` }]
      : []),
    ...(artist.endedOn ? [{ day: artist.endedOn, text: `ended ${formatDay(artist.endedOn)}` }] : []),
  ]
  return (
    <>
      <Lanes
        title="Who delivered what, when"
        releases={releases}
        by={by}
        offered={offered}
        choose={(lanes) =>
          void navigate({
            search: (old) => ({ ...old, lanes: lanes === 'distributor' ? undefined : lanes }),
            replace: true,
          })
        }
        note={some ? `The newest ${releases.length} of ${countOf(total, 'release')}.` : undefined}
        events={events}
      />
      <Catalogue
        releases={releases}
        total={total}
        payees={payees}
        only={search.only}
        choose={(only) => void navigate({ search: (old) => ({ ...old, only }), replace: true })}
        more={hasNextPage && !isByItself ? () => void fetchNextPage() : undefined}
        loading={isFetching}
      />
    </>
  )
}
