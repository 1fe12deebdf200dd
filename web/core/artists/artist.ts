import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { ArtistPageQuery, ArtistReleasesQuery } from '@/core/api/documents/graphql'

const ARTIST = graphql(`
  query ArtistPage($id: ID!, $asOf: DateTime) {
    artist(id: $id, asOf: $asOf) {
      id name aliases country type genres biography followers monthlyListeners isni ipi musicbrainzId discogsId urls
      imagePhash createdOn endedOn verified onlyReferredTo
      provenance { firstAt since lastAt firstDelivery { source file sender } lastDelivery { source file sender } }
      history { since until lastAt changed value delivery { source file sender assertedAt } endedBy { source file sender } }
      identity { id probability profiles { id name country followers createdOn } }
      clusters { id kind size score }
      signals { kind score source observedAt }
      findings {
        id kind score status firstSeen memberIds
        subject { __typename ... on Artist { id name } ... on Release { id title } ... on Recording { id title } ... on Cluster { id size } }
        target { __typename ... on Artist { id name } ... on Release { id title } ... on Recording { id title } ... on Cluster { id size } }
      }
    }
  }
`)

const RELEASES = graphql(`
  query ArtistReleases($id: ID!, $after: String, $payees: Boolean!) {
    artist(id: $id) {
      releases(first: 100, after: $after) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            id title type upc releaseDate receivedAt artistAssignment
            artists { id name }
            label { id name }
            distributor { id name }
            findings { id kind score status }
            signals { kind score }
            provenance { firstAt firstDelivery { source file sender } }
            payouts @include(if: $payees) { amount currency period share payee { id name } }
          }
        }
      }
    }
  }
`)

export type ArtistPage = NonNullable<ArtistPageQuery['artist']>
export type CatalogueRelease = NonNullable<ArtistReleasesQuery['artist']>['releases']['edges'][number]['node']

/** An artist, as its record stood at the end of a day (UTC), or as it stands now. Null: nobody had spoken of it. */
export const artistQuery = (id: string, on?: string) =>
  queryOptions({
    queryKey: ['artist', id, on ?? 'now'],
    queryFn: ({ signal }) =>
      ask(ARTIST, { id, asOf: on === undefined ? null : `${on}T23:59:59Z` }, signal).then(
        (data) => data.artist,
      ),
  })

/** The releases on an artist's page, newest first, 100 at a time. `payees`: whether the viewer may read payees. */
export const artistReleasesQuery = (id: string, payees: boolean) =>
  infiniteQueryOptions({
    queryKey: ['artist-releases', id, payees],
    queryFn: ({ signal, pageParam }) =>
      ask(RELEASES, { id, after: pageParam, payees }, signal).then(
        (data) =>
          data.artist?.releases ?? {
            totalCount: 0,
            pageInfo: { hasNextPage: false, endCursor: null },
            edges: [],
          },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  })
