/** What the view's address says. A part that is left out is the default; what cannot be read is left out. */
export type RunsSearch = Record<string, never>

export function readRunsSearch(_given: Record<string, unknown>): RunsSearch {
  return {}
}
