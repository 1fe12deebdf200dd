import { queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { ArtistLookalikesQuery } from '@/core/api/documents/graphql'

const LOOKALIKES = graphql(`
  query ArtistLookalikes($id: ID!) {
    artist(id: $id) {
      lookalikes(first: 25) {
        name otherName operation text similarity
        artist { id name country followers monthlyListeners createdOn verified findings { id status } identity { id } }
      }
    }
  }
`)

const SIMILAR = graphql(`
  query ArtistSimilar($id: ID!) {
    similarArtists(id: $id, first: 10) {
      cosine
      artist { id name country biography findings { id status } }
    }
  }
`)

const EXPOSURE = graphql(`
  query ArtistExposure($id: ID!) {
    artist(id: $id) { exposure { factors { name aspect value text } } }
  }
`)

export type Lookalike = NonNullable<NonNullable<ArtistLookalikesQuery['artist']>['lookalikes']>[number]

/** Artists that are called like this one, the most alike first. Fails with `screening-not-ready` while the service starts. */
export const lookalikesQuery = (id: string) =>
  queryOptions({
    queryKey: ['artist-lookalikes', id],
    queryFn: ({ signal }) => ask(LOOKALIKES, { id }, signal).then((data) => data.artist?.lookalikes ?? []),
    staleTime: 300_000,
  })

/** Artists whose biographies read alike. The first answer of a service takes it a while: it reads its model. */
export const similarQuery = (id: string) =>
  queryOptions({
    queryKey: ['artist-similar', id],
    queryFn: ({ signal }) => ask(SIMILAR, { id }, signal).then((data) => data.similarArtists ?? []),
    staleTime: 300_000,
  })

/** How easy and how worthwhile it is to imitate the artist: facts, no verdict. */
export const exposureQuery = (id: string) =>
  queryOptions({
    queryKey: ['artist-exposure', id],
    queryFn: ({ signal }) =>
      ask(EXPOSURE, { id }, signal).then((data) => data.artist?.exposure.factors ?? []),
    staleTime: 300_000,
  })
