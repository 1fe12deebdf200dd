import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { FindingsPageQuery, QueueFacetsQuery } from '@/core/api/documents/graphql'
import { lastRunOf } from './lastRun'
import { conditionsOf, filtersOf, orderOf, type QueueSearch } from './search'

const PAGE = graphql(`
  query FindingsPage(
    $kinds: [FindingKind!], $statuses: [String!], $minScore: Float, $distributor: ID, $assignee: String
    $firstSeenSince: Date, $changedSince: Date, $current: Boolean, $order: FindingOrder!, $after: String
  ) {
    findings(
      kinds: $kinds, statuses: $statuses, minScore: $minScore, distributor: $distributor, assignee: $assignee
      firstSeenSince: $firstSeenSince, changedSince: $changedSince, current: $current, order: $order, first: 50, after: $after
    ) {
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id ...Claimed current prior sufficiency harm harmReason status version assignee newEvidence
          firstSeen lastSeen returnedOn changedOn
          evidence { type weight text }
        }
      }
    }
  }
`)

const FACETS = graphql(`
  query QueueFacets(
    $kinds: [FindingKind!], $statuses: [String!], $minScore: Float, $distributor: ID, $assignee: String
    $firstSeenSince: Date, $changedSince: Date, $current: Boolean
  ) {
    findingFacets(
      kinds: $kinds, statuses: $statuses, minScore: $minScore, distributor: $distributor, assignee: $assignee
      firstSeenSince: $firstSeenSince, changedSince: $changedSince, current: $current
    ) {
      total
      kinds { kind count }
      statuses { status count }
    }
  }
`)

const LAST_RUNS = graphql(`
  query LastRuns {
    runs(first: 10) { edges { node { id kind startedAt finishedAt finishedOn } } }
  }
`)

const NIGHT_CHANGES = graphql(`
  query NightChanges($day: Date!, $waiting: [String!]) {
    new: findingFacets(firstSeenSince: $day, statuses: $waiting) { total }
    changed: findingFacets(changedSince: $day, statuses: $waiting) { total }
    gone: findingFacets(current: false, statuses: $waiting) { total }
  }
`)

const NAMED_DISTRIBUTOR = graphql(`
  query NamedDistributor($id: ID!) {
    distributor(id: $id) { id name }
  }
`)

const FIND_DISTRIBUTORS = graphql(`
  query FindDistributors($text: String!) {
    search(text: $text, types: [DISTRIBUTOR], first: 8) { edges { node { __typename ... on Distributor { id name } } } }
  }
`)

const FIRST_DISTRIBUTORS = graphql(`
  query FirstDistributors {
    distributors(first: 8) { edges { node { id name } } }
  }
`)

export type QueueRow = FindingsPageQuery['findings']['edges'][number]['node']

/** The findings that the queue shows, 50 at a time. What a reader has in front of them changes only when they ask for it. */
export const queueQuery = (search: QueueSearch) =>
  infiniteQueryOptions({
    queryKey: ['queue', 'rows', filtersOf(search), orderOf(search)],
    queryFn: ({ signal, pageParam }) =>
      ask(PAGE, { ...conditionsOf(search), order: orderOf(search), after: pageParam }, signal).then(
        (data) => data.findings,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
    staleTime: 60_000,
  })

/** How many there are by kind and status; the counts before stay until the new ones are there. */
export const facetsQuery = (search: QueueSearch) =>
  queryOptions({
    queryKey: ['queue', 'facets', filtersOf(search)],
    queryFn: ({ signal }): Promise<QueueFacetsQuery['findingFacets']> =>
      ask(FACETS, conditionsOf(search), signal).then((data) => data.findingFacets),
    placeholderData: keepPreviousData,
  })

export const lastRunQuery = queryOptions({
  queryKey: ['queue', 'last run'],
  queryFn: ({ signal }) =>
    ask(LAST_RUNS, {}, signal).then((data) => lastRunOf(data.runs.edges.map((edge) => edge.node))),
})

/** What the runs of a day have changed among what waits for a decision. `changed` counts the new ones too. */
export const nightChangesQuery = (day: string, waiting: readonly string[]) =>
  queryOptions({
    queryKey: ['queue', 'night', day],
    queryFn: ({ signal }) => ask(NIGHT_CHANGES, { day, waiting: [...waiting] }, signal),
  })

/** The distributor that a filter names. */
export const distributorQuery = (id: string) =>
  queryOptions({
    queryKey: ['distributor name', id],
    queryFn: ({ signal }) => ask(NAMED_DISTRIBUTOR, { id }, signal).then((data) => data.distributor),
    staleTime: Number.POSITIVE_INFINITY,
  })

export type NamedDistributor = { id: string; name?: string | null }

/** Distributors whose name begins so; the first of all where nothing is typed. */
export const distributorsQuery = (text: string) =>
  queryOptions({
    queryKey: ['distributors', text],
    queryFn: async ({ signal }): Promise<NamedDistributor[]> => {
      if (text === '') {
        const all = await ask(FIRST_DISTRIBUTORS, {}, signal)
        return all.distributors.edges.map((edge) => edge.node)
      }
      const found = await ask(FIND_DISTRIBUTORS, { text }, signal)
      return found.search.edges.flatMap(({ node }) => (node.__typename === 'Distributor' ? [node] : []))
    },
    placeholderData: keepPreviousData,
  })
