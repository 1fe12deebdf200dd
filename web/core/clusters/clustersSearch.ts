/** What the view's address says. A part that is left out is the default; what cannot be read is left out. */
export type ClustersSearch = Record<string, never>

export function readClustersSearch(_given: Record<string, unknown>): ClustersSearch {
  return {}
}
