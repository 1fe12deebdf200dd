import { queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { ReleasePageQuery } from '@/core/api/documents/graphql'

const RELEASE = graphql(`
  query ReleasePage($id: ID!, $payees: Boolean!) {
    release(id: $id) {
      id title upc type releaseDate receivedAt genres language pLine cLine coverPhash artistAssignment
      artists { id name country monthlyListeners followers }
      label { id name }
      distributor { id name dpid }
      provenance { firstAt since lastAt firstDelivery { source file sender } lastDelivery { source file sender } }
      history { since until lastAt changed value delivery { source file sender assertedAt } endedBy { source file sender } }
      signals { kind score source observedAt }
      findings {
        id kind score status firstSeen memberIds
        subject { __typename ... on Artist { id name } ... on Release { id title } ... on Recording { id title } ... on Cluster { id size } }
        target { __typename ... on Artist { id name } ... on Release { id title } ... on Recording { id title } ... on Cluster { id size } }
      }
      recordings { id title isrc durationMs streams28d listeners28d aiDisclosure language audioFingerprint }
      payouts @include(if: $payees) { share amount currency period payee { id name country } }
    }
  }
`)

const RECORDINGS = graphql(`
  query ReleaseRecordings($id: ID!) {
    release(id: $id) {
      recordings {
        id
        artists { id name }
        featuredArtists { id name }
        contributions { partyName role ipi artist { id name } }
        signals { kind score source observedAt }
        findings { id kind score status }
      }
    }
  }
`)

export type ReleasePage = NonNullable<ReleasePageQuery['release']>

/** A release with its recordings' own facts. Null: there is no such release. */
export const releaseQuery = (id: string, payees: boolean) =>
  queryOptions({
    queryKey: ['release', id, payees],
    queryFn: ({ signal }) => ask(RELEASE, { id, payees }, signal).then((data) => data.release),
  })

/** Who plays on a release's recordings, who is credited, and what is said of each. */
export const releaseRecordingsQuery = (id: string) =>
  queryOptions({
    queryKey: ['release-recordings', id],
    queryFn: ({ signal }) =>
      ask(RECORDINGS, { id }, signal).then(
        (data) => new Map(data.release?.recordings.map((one) => [one.id, one])),
      ),
  })
