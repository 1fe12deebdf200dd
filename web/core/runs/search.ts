/** What the view's address says. A part that is left out is the default; what cannot be read is left out. `at`: the run in focus. */
export type RunsSearch = { at?: string; show?: 'quarantine'; source?: string }

export function readRunsSearch(given: Record<string, unknown>): RunsSearch {
  const search: RunsSearch = {}
  if (typeof given.at === 'string' && given.at !== '') search.at = given.at
  if (given.show === 'quarantine') search.show = 'quarantine'
  if (typeof given.source === 'string' && given.source !== '') search.source = given.source
  return search
}
