/** What the view's address says. A part that is left out is the default; what cannot be read is left out. */
export type FindingSearch = Record<string, never>

export function readFindingSearch(_given: Record<string, unknown>): FindingSearch {
  return {}
}
