/** What the view's address says. A part that is left out is the default; what cannot be read is left out. */
export type ClusterSearch = Record<string, never>

export function readClusterSearch(_given: Record<string, unknown>): ClusterSearch {
  return {}
}
