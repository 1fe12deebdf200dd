import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { type Member, membersOf } from '@/core/finding/members'
import { type Finding, membersQuery } from '@/core/finding/queries'

type Read = { members: Member[]; isComplete: boolean; error: Error | null; retry: () => void }

/** The members of a farm or a campaign, the firmest first. Ids are there at once, names page after page. `clusterId`: null for none. */
export function useMembers(finding: Finding, clusterId: string | null): Read {
  const pages = useInfiniteQuery({ ...membersQuery(clusterId ?? ''), enabled: clusterId !== null })
  const { hasNextPage, isFetching, isError, fetchNextPage } = pages
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [hasNextPage, isFetching, isError, fetchNextPage])
  const members = membersOf(finding.memberIds, finding.memberStrengths, pages.data?.pages ?? [])
  const isComplete = clusterId === null || (pages.data !== undefined && !hasNextPage)
  return { members, isComplete, error: isComplete ? null : pages.error, retry: () => void pages.refetch() }
}
