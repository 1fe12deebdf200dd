import type { LaneBy } from './lanes'

/** What the view's address says. A part that is left out is the default; what cannot be read is left out.

`on`: the day as of which the record is shown, YYYY-MM-DD; now where it is left out.
`lanes`: what a lane of the timeline stands for; distributors by default.
`only`: releases of the catalogue that are shown: those with findings, or those put there by name only. */
export type ArtistSearch = {
  on?: string
  lanes?: Exclude<LaneBy, 'distributor'>
  only?: 'findings' | 'name_only'
}

const isDay = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

export function readArtistSearch(given: Record<string, unknown>): ArtistSearch {
  const search: ArtistSearch = {}
  if (isDay(given.on)) search.on = given.on
  if (given.lanes === 'payee' || given.lanes === 'label') search.lanes = given.lanes
  if (given.only === 'findings' || given.only === 'name_only') search.only = given.only
  return search
}
