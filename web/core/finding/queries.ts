import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type {
  FindingArtistQuery,
  FindingPageQuery,
  FindingQuery,
  FindingRecordingQuery,
  FindingReleaseQuery,
} from '@/core/api/documents/graphql'

const FINDING = graphql(`
  query Finding($id: ID!) {
    finding(id: $id) {
      id nodeId ...Claimed current prior sufficiency harm harmReason status version assignee newEvidence
      returnedOn changedOn firstSeen lastSeen runId memberIds memberStrengths
      answers { question probability }
      evidence { type weight text }
      counterfactuals { without score }
      reviews { id decision reviewer reason at assignee undoes undone undoneBy undoneAt }
      notes { id author text at }
    }
  }
`)

const ARTIST = graphql(`
  query FindingArtist($id: ID!, $payees: Boolean!) {
    artist(id: $id) {
      id name aliases country type genres biography followers monthlyListeners isni ipi musicbrainzId discogsId
      urls imagePhash createdOn endedOn verified onlyReferredTo
      identity { id probability profiles { id name } }
      signals { kind score source observedAt }
      releases(first: 25) {
        totalCount
        edges {
          node {
            id title type upc releaseDate receivedAt artistAssignment coverPhash pLine
            label { id name }
            distributor { id name }
            payouts @include(if: $payees) { period share amount currency payee { id name country } }
          }
        }
      }
      recordings(first: 12) {
        totalCount
        edges {
          node {
            id title isrc durationMs streams28d audioFingerprint
            contributions { partyName role ipi artist { id } }
          }
        }
      }
    }
  }
`)

const RELEASE = graphql(`
  query FindingRelease($id: ID!, $payees: Boolean!) {
    release(id: $id) {
      id title type upc releaseDate receivedAt artistAssignment coverPhash pLine cLine genres language
      artists { id name }
      label { id name }
      distributor { id name }
      payouts @include(if: $payees) { period share amount currency payee { id name country } }
      recordings { id title isrc durationMs streams28d audioFingerprint contributions { partyName role ipi artist { id } } }
      signals { kind score source observedAt }
    }
  }
`)

const RECORDING = graphql(`
  query FindingRecording($id: ID!, $payees: Boolean!) {
    recording(id: $id) {
      id title isrc durationMs audioFingerprint language streams28d listeners28d aiDisclosure
      artists { id name followers monthlyListeners createdOn country }
      featuredArtists { id name }
      contributions { partyName role ipi artist { id } }
      signals { kind score source observedAt }
      releases {
        id title type releaseDate receivedAt coverPhash pLine
        label { id name }
        distributor { id name }
        payouts @include(if: $payees) { period share amount currency payee { id name country } }
      }
    }
  }
`)

const PAGE = graphql(`
  query FindingPage($id: ID!, $payees: Boolean!, $after: String) {
    artist(id: $id) {
      id name
      releases(first: 100, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            id title type releaseDate receivedAt artistAssignment pLine language genres
            label { id name }
            distributor { id name }
            payouts @include(if: $payees) { period payee { id name } }
          }
        }
      }
    }
  }
`)

const MEMBERS = graphql(`
  query FindingMembers($id: ID!, $afterArtist: String, $afterRelease: String) {
    cluster(id: $id) {
      id size
      members(first: 100, after: $afterArtist) {
        pageInfo { hasNextPage endCursor }
        edges { node { id name country followers monthlyListeners createdOn } }
      }
      releases(first: 100, after: $afterRelease) {
        pageInfo { hasNextPage endCursor }
        edges { node { id title releaseDate artists { id name } distributor { name } } }
      }
    }
  }
`)

const RUN = graphql(`
  query FindingRun($id: ID!) {
    run(id: $id) { id kind startedAt finishedAt finishedOn snapshot model notes }
  }
`)

export type Finding = NonNullable<FindingQuery['finding']>
export type ArtistFacts = NonNullable<FindingArtistQuery['artist']>
export type ReleaseFacts = NonNullable<FindingReleaseQuery['release']>
export type RecordingFacts = NonNullable<FindingRecordingQuery['recording']>
export type PageRelease = NonNullable<FindingPageQuery['artist']>['releases']['edges'][number]['node']

/** A finding with its evidence and history; null if there is none of this id. */
export const findingQuery = (id: string) =>
  queryOptions({
    queryKey: ['finding', id],
    queryFn: ({ signal }) => ask(FINDING, { id }, signal).then((data) => data.finding ?? null),
  })

/** What is known of an end that is an artist. `payees`: whether the viewer may read them; they are not asked for otherwise. */
export const artistFactsQuery = (id: string, payees: boolean) =>
  queryOptions({
    queryKey: ['finding artist', id, payees],
    queryFn: ({ signal }) => ask(ARTIST, { id, payees }, signal).then((data) => data.artist ?? null),
    staleTime: 60_000,
  })

export const releaseFactsQuery = (id: string, payees: boolean) =>
  queryOptions({
    queryKey: ['finding release', id, payees],
    queryFn: ({ signal }) => ask(RELEASE, { id, payees }, signal).then((data) => data.release ?? null),
    staleTime: 60_000,
  })

export const recordingFactsQuery = (id: string, payees: boolean) =>
  queryOptions({
    queryKey: ['finding recording', id, payees],
    queryFn: ({ signal }) => ask(RECORDING, { id, payees }, signal).then((data) => data.recording ?? null),
    staleTime: 60_000,
  })

/** The page's newest releases, at most 300, and how many it has. */
export const pageQuery = (id: string, payees: boolean) =>
  queryOptions({
    queryKey: ['finding page', id, payees],
    queryFn: async ({ signal }) => {
      const releases: PageRelease[] = []
      let total = 0
      let after: string | null = null
      do {
        const data: FindingPageQuery = await ask(PAGE, { id, payees, after }, signal)
        const page = data.artist?.releases
        if (page === undefined) break
        releases.push(...page.edges.map((edge) => edge.node))
        total = page.totalCount ?? releases.length
        after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null
      } while (after !== null && releases.length < 300)
      return { releases, total }
    },
    staleTime: 60_000,
  })

type MembersAfter = { afterArtist: string | null; afterRelease: string | null }

/** The members of a cluster by name, 100 artists and 100 releases at a time. */
export const membersQuery = (clusterId: string) =>
  infiniteQueryOptions({
    queryKey: ['finding members', clusterId],
    queryFn: ({ signal, pageParam }) =>
      ask(MEMBERS, { id: clusterId, ...pageParam }, signal).then((data) => data.cluster ?? null),
    initialPageParam: { afterArtist: null, afterRelease: null } as MembersAfter,
    getNextPageParam: (page, _pages, before): MembersAfter | null => {
      if (page === null) return null
      const { members, releases } = page
      if (!members.pageInfo.hasNextPage && !releases.pageInfo.hasNextPage) return null
      return {
        afterArtist: members.pageInfo.endCursor ?? before.afterArtist,
        afterRelease: releases.pageInfo.endCursor ?? before.afterRelease,
      }
    },
    staleTime: 60_000,
  })

/** The run that said a finding last. */
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', 'of finding', id],
    queryFn: ({ signal }) => ask(RUN, { id }, signal).then((data) => data.run ?? null),
    staleTime: 300_000,
  })
