import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type {
  ClusterPageQuery,
  ClusterReleasesQuery,
  ClusterSummaryQuery,
  ClustersQuery,
} from '@/core/api/documents/graphql'
import type { ClustersSearch } from './clustersSearch'
import type { Member } from './members'

const CLUSTERS = graphql(`
  query Clusters(
    $kind: FindingKind, $minSize: Int, $minScore: Float, $changedSince: Date, $order: ClusterOrder!, $after: String
  ) {
    clusters(
      kind: $kind, minSize: $minSize, minScore: $minScore, changedSince: $changedSince, order: $order, first: 40, after: $after
    ) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id kind size previousSize score firstSeen lastSeen
          history { date change size previousSize fromIds intoIds joined left clusterId }
          members(first: 3) { edges { node { id name } } }
          releases(first: 3) { edges { node { id title } } }
          answers { question probability }
          findings { id status }
        }
      }
    }
  }
`)

const CLUSTER = graphql(`
  query ClusterPage($id: ID!) {
    cluster(id: $id) {
      id kind size previousSize score firstSeen lastSeen runId memberIds memberStrengths
      members(first: 3) { edges { node { id name } } }
      releases(first: 3) { edges { node { id title } } }
      history(kin: true) { date runId clusterId kind change size previousSize fromIds intoIds joined left }
      findings {
        id kind score prior status version sufficiency assignee firstSeen harm harmReason
        answers { question probability }
        evidence { type weight text }
      }
    }
  }
`)

const SUMMARY = graphql(`
  query ClusterSummary($id: ID!, $payees: Boolean!) {
    cluster(id: $id) {
      summary {
        members releases recordings streams28d
        distributors { distributor { id name } releases artists }
        labels { label { id name } releases artists }
        payees @include(if: $payees) { payee { id name country } releases artists amounts { currency amount } }
        titleShapes { shape count examples }
        releasesByMonth { month releases artists }
      }
    }
  }
`)

const MEMBERS = graphql(`
  query ClusterMembers($id: ID!, $after: String) {
    cluster(id: $id) {
      members(first: 100, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            id name country followers monthlyListeners createdOn verified
            releases(first: 1) { totalCount edges { node { id } } }
            findings { id kind status version }
          }
        }
      }
    }
  }
`)

const MEMBER_RELEASES = graphql(`
  query ClusterReleases($id: ID!, $after: String, $payees: Boolean!) {
    cluster(id: $id) {
      members(first: 25, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            id
            releases(first: 20) {
              totalCount
              edges {
                node {
                  id title type releaseDate receivedAt artistAssignment
                  artists { id name } label { id name } distributor { id name } findings { id kind score status version }
                  payouts @include(if: $payees) { payee { id name } amount currency period }
                }
              }
            }
          }
        }
      }
      releases(first: 100) {
        totalCount
        edges {
          node {
            id title type releaseDate receivedAt artistAssignment
            artists { id name } label { id name } distributor { id name } findings { id kind score status version }
            payouts @include(if: $payees) { payee { id name } amount currency period }
          }
        }
      }
    }
  }
`)

const TIES = graphql(`
  query ClusterTies($ids: [ID!]!, $hideGiants: Boolean!) {
    sharedTies(ids: $ids, hideGiants: $hideGiants) { type id name sharedBy weight artistIds }
  }
`)

export type MemberRelease = NonNullable<ClusterReleasesQuery['cluster']>['releases']['edges'][number]['node']
export type ClusterSummary = ClustersQuery['clusters']['edges'][number]['node']
export type SummaryNumbers = NonNullable<ClusterSummaryQuery['cluster']>['summary']
export type ClusterPage = NonNullable<ClusterPageQuery['cluster']>
const NO_PAGE = { hasNextPage: false, endCursor: null }

/** The current clusters that fit, 40 at a time. */
export const clustersQuery = (search: ClustersSearch) =>
  infiniteQueryOptions({
    queryKey: ['clusters', search],
    queryFn: ({ signal, pageParam }) =>
      ask(
        CLUSTERS,
        {
          kind: search.kind,
          minSize: search.minSize,
          minScore: search.minScore,
          changedSince: search.since,
          order: search.order === 'size' ? 'SIZE' : 'SCORE',
          after: pageParam,
        },
        signal,
      ).then((data) => data.clusters),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  })

/** A current cluster; null if the last run has none of this id. */
export const clusterQuery = (id: string) =>
  queryOptions({
    queryKey: ['cluster', id],
    queryFn: ({ signal }) => ask(CLUSTER, { id }, signal).then((data) => data.cluster),
  })

/** A cluster in numbers: who delivers, issues and is paid, what titles have in common, what came out when. */
export const summaryQuery = (id: string, payees: boolean) =>
  queryOptions({
    queryKey: ['cluster-summary', id, payees],
    queryFn: ({ signal }) =>
      ask(SUMMARY, { id, payees }, signal).then((data) => data.cluster?.summary ?? null),
    staleTime: 300_000,
  })

/** All members of a cluster that are artists, page after page: at most 2,000, 20 requests. */
export const membersQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['cluster-members', id],
    queryFn: ({ signal, pageParam }) =>
      ask(MEMBERS, { id, after: pageParam }, signal).then(
        (data) => data.cluster?.members ?? { totalCount: 0, pageInfo: NO_PAGE, edges: [] },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
    select: ({ pages }) => ({
      total: pages[0]?.totalCount ?? 0,
      members: pages.flatMap((page) => page.edges.map(({ node }) => toMember(node))),
    }),
  })

type MemberNode = {
  id: string
  name?: string | null
  country?: string | null
  followers?: number | null
  monthlyListeners?: number | null
  createdOn?: string | null
  verified?: boolean | null
  releases: { totalCount?: number | null }
  findings: Member['findings']
}

const toMember = (node: MemberNode): Member => ({
  id: node.id,
  name: node.name ?? null,
  country: node.country ?? null,
  followers: node.followers ?? null,
  listeners: node.monthlyListeners ?? null,
  created: node.createdOn ?? null,
  verified: node.verified ?? null,
  releases: node.releases.totalCount ?? null,
  findings: node.findings,
  strength: null,
})

/** Members whose releases a timeline asks for, and the most releases of each. */
export const TIMED = { members: 100, releases: 20 }

/** The newest releases of a cluster's members, 25 members at a time, and its members that are releases. */
export const clusterReleasesQuery = (id: string, payees: boolean) =>
  infiniteQueryOptions({
    queryKey: ['cluster-releases', id, payees],
    queryFn: ({ signal, pageParam }) =>
      ask(MEMBER_RELEASES, { id, after: pageParam, payees }, signal).then((data) => data.cluster),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) =>
      page?.members.pageInfo.hasNextPage && pages.length * 25 < TIMED.members
        ? page.members.pageInfo.endCursor
        : null,
    select: ({ pages }) => {
      const nodes = pages.flatMap((page) => [
        ...(page?.members.edges.flatMap(({ node }) => node.releases.edges.map((edge) => edge.node)) ?? []),
        ...(page?.releases.edges.map((edge) => edge.node) ?? []),
      ])
      const members = pages.flatMap((page) => page?.members.edges.map(({ node }) => node) ?? [])
      return {
        memberReleases: pages[0]?.releases.edges.map(({ node }) => node) ?? [],
        memberReleaseTotal: pages[0]?.releases.totalCount ?? 0,
        releases: [...new Map(nodes.map((node) => [node.id, node])).values()],
        members: members.length,
        memberTotal: pages[0]?.members.totalCount ?? 0,
        cut: members.filter((member) => (member.releases.totalCount ?? 0) > TIMED.releases).length,
      }
    },
  })

/** What two or more of these artists share, at most 100 things. `ids`: 2 to 50. */
export const tiesQuery = (ids: readonly string[], hideGiants: boolean) =>
  queryOptions({
    queryKey: ['cluster-ties', ids, hideGiants],
    queryFn: ({ signal }) => ask(TIES, { ids: [...ids], hideGiants }, signal).then((data) => data.sharedTies),
    enabled: ids.length > 1,
  })
