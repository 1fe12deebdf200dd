/** What the view's address says. `q`: the text that is looked for. */
export type SearchSearch = { q?: string }

export function readSearchSearch(given: Record<string, unknown>): SearchSearch {
  return typeof given.q === 'string' && given.q !== '' ? { q: given.q } : {}
}
