import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { amongAll, extendWalk, type Place, placeIn } from '@/core/finding/walk'
import { facetsQuery, queueQuery } from '@/core/findings/queue'
import { type QueueSearch, readQueueSearch } from '@/core/findings/search'

type Page = { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean } }
type Rows = InfiniteData<Page>
/** `filters`: what narrows the list. */
type List = { ids: string[]; more: boolean; isQueue: boolean; filters: QueueSearch }

const QUEUE = queueQuery(readQueueSearch({}))
const EMPTY: List = { ids: [], more: false, isQueue: false, filters: {} }

const listOf = (key: readonly unknown[], rows: Rows | undefined): List => ({
  ids: rows?.pages.flatMap((page) => page.edges.map(({ node }) => node.id)) ?? [],
  more: rows?.pages.at(-1)?.pageInfo.hasNextPage ?? false,
  isQueue: JSON.stringify(key) === JSON.stringify(QUEUE.queryKey),
  filters: readQueueSearch({ ...(key[2] as QueueSearch) }),
})

/**
 * The finding's place in the list that it was opened from, else in the queue as it stands. The list stays as it was when the walk began,
 * so that a decision does not move what comes next; at the end of the queue its next page is asked for. Null while it is not known.
 */
export function useWalk(id: string): Place | null {
  const client = useQueryClient()
  const list = useRef(EMPTY)
  if (!list.current.ids.includes(id)) {
    const lists = client.getQueriesData<Rows>({ queryKey: ['queue', 'rows'] })
    list.current =
      lists.map(([key, rows]) => listOf(key, rows)).findLast(({ ids }) => ids.includes(id)) ?? EMPTY
  }
  const queue = useInfiniteQuery({ ...QUEUE, enabled: list.current.ids.length === 0 })
  const { ids, isQueue } = list.current
  const atEnd = ids.length === 0 || (isQueue && ids.at(-1) === id)
  if (atEnd && queue.data !== undefined) {
    const now = listOf(QUEUE.queryKey, queue.data)
    list.current = { ...now, ids: extendWalk(ids, now.ids) }
  }
  const { hasNextPage, isFetching, isError, fetchNextPage } = queue
  const goOn =
    list.current.isQueue && list.current.ids.at(-1) === id && hasNextPage && !isFetching && !isError
  useEffect(() => {
    if (goOn) void fetchNextPage()
  }, [goOn, fetchNextPage])
  const { ids: walked, more, filters } = list.current
  const total = useQuery({ ...facetsQuery(filters), enabled: more }).data?.total ?? null
  const counted = useRef<number | null>(null)
  counted.current ??= total
  const place = placeIn(walked, id, more)
  const [first] = walked
  if (place !== null) return amongAll(place, counted.current)
  if (first === undefined) return null
  return { previous: null, next: first, number: 0, total: walked.length, more }
}
