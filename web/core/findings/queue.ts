import { infiniteQueryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { QueueSearch } from './search'

const QUEUE = graphql(`
  query Queue($kind: FindingKind, $status: String, $minScore: Float, $after: String) {
    findings(kind: $kind, status: $status, minScore: $minScore, first: 50, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id kind score status version assignee firstSeen returnedOn
          subject { __typename ... on Artist { id name } ... on Release { id title } ... on Recording { id title } ... on Cluster { id size } }
          target { __typename ... on Artist { id name } ... on Release { id title } ... on Recording { id title } ... on Cluster { id size } }
          evidence { weight text }
        }
      }
    }
  }
`)

/** The findings that the queue shows, 50 at a time. */
export const queueQuery = (search: QueueSearch) =>
  infiniteQueryOptions({
    queryKey: ['queue', search],
    queryFn: ({ signal, pageParam }) =>
      ask(
        QUEUE,
        {
          kind: search.kind,
          status: search.status === 'all' ? null : (search.status ?? 'open'),
          minScore: search.minScore,
          after: pageParam,
        },
        signal,
      ).then((data) => data.findings),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  })
