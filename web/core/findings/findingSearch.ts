/**
 * What a finding's address says. `without`: types of evidence that are ticked off, with a dot between. `order=against`: what speaks against
 * the claim comes first. `at`: the facts that are shown, such as `money`.
 */
export type FindingSearch = { without?: string; order?: 'against'; at?: string }

const NAME = /^[a-z0-9_]+$/

export function readFindingSearch(given: Record<string, unknown>): FindingSearch {
  const search: FindingSearch = {}
  const without =
    typeof given.without === 'string' ? given.without.split('.').filter((type) => NAME.test(type)) : []
  if (without.length > 0) search.without = [...new Set(without)].join('.')
  if (given.order === 'against') search.order = 'against'
  if (typeof given.at === 'string' && NAME.test(given.at)) search.at = given.at
  return search
}

/** The types of evidence that an address ticks off. */
export const withoutOf = (search: FindingSearch): string[] =>
  search.without === undefined ? [] : search.without.split('.')

/** The address with these types ticked off. */
export const withWithout = (search: FindingSearch, types: readonly string[]): FindingSearch => ({
  ...search,
  without: types.length === 0 ? undefined : types.join('.'),
})
