import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { artistReleasesQuery } from '@/core/artists/artist'
import type { LaneBy } from '@/core/artists/lanes'
import { countOf } from '@/core/format/words'
import type { ReleasePage } from '@/core/releases/release'
import { Lanes } from '@/views/shared/Lanes'
import { FailureNotice, Skeleton } from '@/views/shared/states'

type PageTimelineProps = { release: ReleasePage; payees: boolean }

/** The release among the others on its first artist's page: whether it goes the way that they go. */
export function PageTimeline({ release, payees }: PageTimelineProps) {
  const { lanes } = useSearch({ from: '/releases/$id' })
  const navigate = useNavigate({ from: '/releases/$id' })
  const [artist] = release.artists
  const pages = useInfiniteQuery({
    ...artistReleasesQuery(artist?.id ?? '', payees),
    enabled: artist !== undefined,
  })
  if (artist === undefined) return null
  if (pages.isPending) return <Skeleton height={220} />
  if (pages.isLoadingError) return <FailureNotice error={pages.error} retry={() => void pages.refetch()} />
  const others = pages.data.pages.flatMap((page) => page.edges.map(({ node }) => node))
  const total = pages.data.pages[0]?.totalCount ?? others.length
  const here = others.some(({ id }) => id === release.id)
  const offered: LaneBy[] = payees ? ['distributor', 'payee', 'label'] : ['distributor', 'label']
  const notes = [
    others.length < total ? `The newest ${others.length} of ${countOf(total, 'release')} on the page.` : '',
    here ? '' : 'This release is older than those that are shown.',
  ]
  return (
    <Lanes
      title={`On the page of ${artist.name ?? artist.id}`}
      releases={others}
      by={lanes !== undefined && offered.includes(lanes) ? lanes : 'distributor'}
      offered={offered}
      choose={(by) =>
        void navigate({
          search: { lanes: by === 'distributor' ? undefined : by },
          replace: true,
          resetScroll: false,
        })
      }
      note={notes.join(' ').trim() || undefined}
      mark={release.id}
    />
  )
}
