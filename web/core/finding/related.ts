import { queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { FindingRelatedQuery, RelatedFragment } from '@/core/api/documents/graphql'
import { byNeed } from '@/core/artists/roles'
import type { Finding } from './queries'

const RELATED = graphql(`
  query FindingRelated($subject: ID!, $target: ID!, $hasTarget: Boolean!) {
    subject: node(id: $subject) { __typename ...RelatedOf }
    target: node(id: $target) @include(if: $hasTarget) {
      __typename
      ... on Artist { id findings { ...Related } }
      ... on Release { id findings { ...Related } }
      ... on Recording { id findings { ...Related } }
    }
  }
  fragment RelatedOf on Node {
    ... on Artist { id findings { ...Related } }
    ... on Release { id findings { ...Related } artists { id findings { ...Related } } }
    ... on Recording { id findings { ...Related } artists { id findings { ...Related } } }
    ... on Cluster {
      id
      members(first: 10) { edges { node { id findings { ...Related } } } }
      releases(first: 10) { edges { node { id findings { ...Related } } } }
    }
  }
  fragment Related on Finding {
    id kind score status
    subject {
      __typename
      ... on Artist { id name }
      ... on Release { id title }
      ... on Recording { id title }
      ... on Cluster { id size }
    }
    target {
      __typename
      ... on Artist { id name }
      ... on Release { id title }
      ... on Recording { id title }
      ... on Cluster { id size }
    }
  }
`)

export type Related = RelatedFragment
type Ended = Pick<Finding, 'id' | 'subject' | 'target'>

/** What ties another finding to this one, as it is told. */
export type Tie = 'same subject' | 'same target' | 'about a member' | 'about its artist'
export type RelatedRow = Related & { tie: Tie }

const tied = (findings: readonly Related[] | undefined, tie: Tie): RelatedRow[] =>
  (findings ?? []).map((finding) => ({ ...finding, tie }))

function ofSubject(subject: FindingRelatedQuery['subject']): RelatedRow[] {
  if (subject == null) return []
  const own = 'findings' in subject ? tied(subject.findings, 'same subject') : []
  const artists = 'artists' in subject ? subject.artists : []
  const members = 'members' in subject ? [...subject.members.edges, ...subject.releases.edges] : []
  return [
    ...own,
    ...artists.flatMap(({ findings }) => tied(findings, 'about its artist')),
    ...members.flatMap(({ node }) => tied(node.findings, 'about a member')),
  ]
}

/** Other findings about the same ends or members, each once, those to decide first. */
export function relatedOf({ subject, target }: FindingRelatedQuery, id: string): RelatedRow[] {
  const found = [
    ...ofSubject(subject),
    ...(target != null && 'findings' in target ? tied(target.findings, 'same target') : []),
  ]
  const first = new Map<string, RelatedRow>()
  for (const row of found) if (row.id !== id && !first.has(row.id)) first.set(row.id, row)
  return byNeed([...first.values()])
}

const nodeIdOf = (end: Ended['subject'] | Ended['target']): string =>
  end == null ? '' : `${end.__typename}:${end.id}`

/** Of the first ten members of a cluster: more would be another view. */
export const relatedQuery = (finding: Ended) =>
  queryOptions({
    queryKey: ['finding related', finding.id, nodeIdOf(finding.subject), nodeIdOf(finding.target)],
    enabled: finding.subject != null,
    queryFn: async ({ signal }) => {
      const subject = nodeIdOf(finding.subject)
      const target = nodeIdOf(finding.target)
      const ends = { subject, target: target || subject, hasTarget: target !== '' }
      return relatedOf(await ask(RELATED, ends, signal), finding.id)
    },
    staleTime: 60_000,
  })
