import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { LaneBy } from '@/core/artists/lanes'
import { clusterReleasesQuery, TIMED } from '@/core/clusters/clusters'
import { countOf } from '@/core/format/words'
import { Lanes } from '@/views/shared/Lanes'
import { FailureNotice, Skeleton } from '@/views/shared/states'

/** The members' releases by time, in lanes of who delivers them or is paid. */
export function ReleaseLanes({ id, payees }: { id: string; payees: boolean }) {
  const { lanes } = useSearch({ from: '/clusters/$id' })
  const navigate = useNavigate({ from: '/clusters/$id' })
  const pages = useInfiniteQuery(clusterReleasesQuery(id, payees))
  const { hasNextPage, isFetching, fetchNextPage } = pages
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  if (pages.isPending) return <Skeleton height={260} />
  if (pages.isError && pages.data === undefined)
    return <FailureNotice error={pages.error} retry={() => void pages.refetch()} />
  const { releases, members, memberTotal, cut } = pages.data
  const offered: LaneBy[] = payees ? ['distributor', 'payee', 'label'] : ['distributor', 'label']
  const notes = [
    members < memberTotal ? `Releases of ${members} of ${countOf(memberTotal, 'artist')}.` : '',
    cut > 0
      ? `Of ${countOf(cut, 'artist')} with more than ${TIMED.releases}, the newest ${TIMED.releases}.`
      : '',
  ]
  return (
    <Lanes
      title={`Releases and ${payees ? 'payees' : 'distributors'} over time`}
      releases={releases}
      by={lanes !== undefined && offered.includes(lanes) ? lanes : 'distributor'}
      offered={offered}
      choose={(by) =>
        void navigate({
          search: (old) => ({ ...old, lanes: by === 'distributor' ? undefined : by }),
          replace: true,
          resetScroll: false,
        })
      }
      note={notes.join(' ').trim() || undefined}
    />
  )
}
