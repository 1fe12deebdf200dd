import type { LaneBy } from '@/core/artists/lanes'

/** What the view's address says. A part that is left out is the default; what cannot be read is left out.

`lanes`: what a lane of the page's timeline stands for; distributors by default. */
export type ReleaseSearch = { lanes?: Exclude<LaneBy, 'distributor'> }

export function readReleaseSearch(given: Record<string, unknown>): ReleaseSearch {
  return given.lanes === 'payee' || given.lanes === 'label' ? { lanes: given.lanes } : {}
}
