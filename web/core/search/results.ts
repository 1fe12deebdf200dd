import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { SearchResultsQuery } from '@/core/api/documents/graphql'
import type { SearchSearch } from './search'

const RESULTS = graphql(`
  query SearchResults($text: String!, $types: [SearchType!], $after: String, $payees: Boolean!) {
    search(text: $text, types: $types, first: 25, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges {
        matchedOn
        node {
          __typename
          ... on Artist {
            id name aliases country type followers monthlyListeners verified createdOn endedOn isni ipi musicbrainzId
            releases(first: 25) { totalCount edges { node { id releaseDate receivedAt } } }
            findings { id status score subject { __typename ... on Artist { id } } }
          }
          ... on Release {
            id title type upc releaseDate receivedAt artists { id name } label { id name } distributor { id name } findings { id status }
          }
          ... on Recording {
            id title isrc durationMs streams28d artists { id name } appearsOn: releases { id title } findings { id status }
          }
          ... on Label { id name }
          ... on Distributor { id name dpid }
          ... on Payee @include(if: $payees) { id name country }
        }
      }
    }
  }
`)

const FACETS = graphql(`
  query SearchFacets($text: String!) {
    search(text: $text, first: 1) { facets { type count } }
  }
`)

export type Hit = SearchResultsQuery['search']['edges'][number]
export type ArtistHit = Extract<Hit['node'], { __typename: 'Artist' }>

/** What a text finds, closest first, 25 at a time. `payees`: whether the viewer may read payees. */
export const resultsQuery = (search: SearchSearch, payees: boolean) =>
  infiniteQueryOptions({
    queryKey: ['search', search, payees],
    queryFn: ({ signal, pageParam }) =>
      ask(
        RESULTS,
        {
          text: search.q ?? '',
          types: search.type === undefined ? null : [search.type],
          after: pageParam,
          payees,
        },
        signal,
      ).then((data) => data.search),
    enabled: search.q !== undefined,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  })

/** How many things of each type a text finds. */
export const facetsQuery = (text: string | undefined) =>
  queryOptions({
    queryKey: ['search-facets', text],
    queryFn: ({ signal }) => ask(FACETS, { text: text ?? '' }, signal).then((data) => data.search.facets),
    enabled: text !== undefined,
  })
