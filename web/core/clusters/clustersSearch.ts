import type { FindingKind } from '@/core/api/documents/graphql'

/** The kinds of findings that are about a cluster. */
export const CLUSTER_KINDS = ['CONTENT_FARM', 'CAMPAIGN'] as const satisfies readonly FindingKind[]

/** What the view's address says. A part that is left out is the default; what cannot be read is left out.

`since`: only clusters of which something became on this day or later, YYYY-MM-DD. `order`: by score by default. */
export type ClustersSearch = {
  kind?: (typeof CLUSTER_KINDS)[number]
  minSize?: number
  minScore?: number
  since?: string
  order?: 'size'
}

export function readClustersSearch(given: Record<string, unknown>): ClustersSearch {
  const search: ClustersSearch = {}
  const kind = CLUSTER_KINDS.find((known) => known === given.kind)
  if (kind !== undefined) search.kind = kind
  const minSize = Number(given.minSize)
  if (Number.isInteger(minSize) && minSize > 1) search.minSize = minSize
  const minScore = Number(given.minScore)
  if (minScore > 0 && minScore <= 1) search.minScore = minScore
  if (typeof given.since === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(given.since)) search.since = given.since
  if (given.order === 'size') search.order = 'size'
  return search
}
