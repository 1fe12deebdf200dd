import type { SearchType } from '@/core/api/documents/graphql'

/** What the view's address says. `q`: the text that is looked for; `type`: only things of this type. */
export type SearchSearch = { q?: string; type?: SearchType }

/** The types that can be searched for, in people's words. */
export const SEARCH_TYPES: Record<SearchType, { one: string; many: string }> = {
  ARTIST: { one: 'Artist', many: 'Artists' },
  RELEASE: { one: 'Release', many: 'Releases' },
  RECORDING: { one: 'Recording', many: 'Recordings' },
  LABEL: { one: 'Label', many: 'Labels' },
  DISTRIBUTOR: { one: 'Distributor', many: 'Distributors' },
  PAYEE: { one: 'Payee', many: 'Payees' },
}

export const TYPE_ORDER = Object.keys(SEARCH_TYPES) as SearchType[]

export function readSearchSearch(given: Record<string, unknown>): SearchSearch {
  const search: SearchSearch = {}
  // an address with only digits is read as a number: a UPC must stay text
  const text = typeof given.q === 'number' ? String(given.q) : given.q
  if (typeof text === 'string' && text !== '') search.q = text
  const type = TYPE_ORDER.find((known) => known === given.type)
  if (type !== undefined) search.type = type
  return search
}
