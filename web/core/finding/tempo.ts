import { queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { FindingTemposQuery } from '@/core/api/documents/graphql'

const TEMPOS = graphql(`
  query FindingTempos($artist: ID!) {
    artist(id: $artist) {
      id
      recordings(first: 30) {
        edges {
          node {
            id title durationMs
            findings {
              id kind score
              subject { __typename ... on Recording { id } }
              target { __typename ... on Recording { id title durationMs artists { name } } }
            }
          }
        }
      }
    }
  }
`)

type Recording = NonNullable<FindingTemposQuery['artist']>['recordings']['edges'][number]['node']
/** A song beside the one that a finding sets it against. `ratio`: its length, in lengths of the other. */
export type TempoRow = {
  finding: string
  score: number
  title: string
  otherTitle: string
  otherArtists: string
  durationMs: number
  otherMs: number
  ratio: number
}

/** How many times as long the left lasts; null where a length is missing. */
export const ratioOf = (left: number | null | undefined, right: number | null | undefined): number | null =>
  left && right ? left / right : null

/** Lengths further apart than this are another tempo, cut or song, and fingerprints of 64 bits do not compare. */
const TEMPO = 0.02
export const isOtherTempo = (ratio: number | null): boolean => ratio !== null && Math.abs(ratio - 1) > TEMPO

/** Songs that differ less in their ratios came, as far as lengths tell, of one change of tempo. */
const ONE_CHANGE = 0.004
export const isOneChange = (ratio: number, other: number): boolean =>
  Math.abs(ratio / other - 1) <= ONE_CHANGE

/** The songs of an artist that findings call copies at another tempo, those nearest to `ratio` first. */
export function tempoRows(recordings: readonly Recording[], ratio: number): TempoRow[] {
  const rows = recordings.flatMap(({ id, title, durationMs, findings }) =>
    findings.flatMap(({ id: finding, kind, score, subject, target }): TempoRow[] => {
      if (kind !== 'RECYCLED_AUDIO' || subject?.__typename !== 'Recording' || subject.id !== id) return []
      if (target?.__typename !== 'Recording') return []
      const apart = ratioOf(durationMs, target.durationMs)
      if (apart === null || durationMs == null || target.durationMs == null || !isOtherTempo(apart)) return []
      return [
        {
          ...{ finding, score, title: title ?? id, durationMs, ratio: apart, otherMs: target.durationMs },
          otherTitle: target.title ?? target.id,
          otherArtists: target.artists.map((artist) => artist.name ?? '(no name yet)').join(', '),
        },
      ]
    }),
  )
  return rows.toSorted((a, b) => Math.abs(a.ratio - ratio) - Math.abs(b.ratio - ratio) || b.score - a.score)
}

/** Of the artist's thirty most streamed recordings. */
export const temposQuery = (artist: string | undefined, ratio: number | null) =>
  queryOptions({
    queryKey: ['finding tempos', artist, ratio],
    enabled: artist !== undefined && isOtherTempo(ratio),
    queryFn: async ({ signal }) => {
      const data = await ask(TEMPOS, { artist: artist ?? '' }, signal)
      return tempoRows(data.artist?.recordings.edges.map(({ node }) => node) ?? [], ratio ?? 1)
    },
    staleTime: 60_000,
  })
