import { queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { OwnId } from './identifiers'

const OWN = graphql(`
  query OwnById($id: ID!, $finding: Boolean!, $cluster: Boolean!, $run: Boolean!) {
    finding(id: $id) @include(if: $finding) { id status ...Claimed }
    cluster(id: $id) @include(if: $cluster) { id kind size score }
    run(id: $id) @include(if: $run) { id finishedAt finishedOn counts { findings } }
  }
`)

/** What has an id of this service's own; each part is null where there is none. */
export const ownQuery = (own: OwnId | null) =>
  queryOptions({
    queryKey: ['search', 'own', own],
    queryFn: ({ signal }) =>
      ask(
        OWN,
        {
          id: own?.id ?? '',
          finding: own?.what === 'finding',
          cluster: own?.what === 'cluster',
          run: own?.what === 'run',
        },
        signal,
      ),
    enabled: own !== null,
  })
