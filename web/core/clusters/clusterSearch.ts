import type { LaneBy } from '@/core/artists/lanes'
import { MEMBER_SORTS, type MemberSort } from './members'

/** What the view's address says. A part that is left out is the default; what cannot be read is left out.

`sort`: a column of the members, the strongest first by default; with `up`, rising. `find`: members whose name or id has this text.
`part`: the ids of the members that are selected, at most MAX_PART. `lanes`: what a lane of the timeline stands for. */
export type ClusterSearch = {
  sort?: MemberSort
  up?: true
  find?: string
  part?: string[]
  lanes?: Exclude<LaneBy, 'distributor'>
}

/** Members that an address can hold. */
export const MAX_PART = 200

export function readClusterSearch(given: Record<string, unknown>): ClusterSearch {
  const search: ClusterSearch = {}
  const sort = MEMBER_SORTS.find((known) => known === given.sort)
  if (sort !== undefined && sort !== 'strength') search.sort = sort
  if (given.up === true) search.up = true
  const find = typeof given.find === 'number' ? String(given.find) : given.find
  if (typeof find === 'string' && find !== '') search.find = find
  if (Array.isArray(given.part)) {
    const part = given.part.map(String).slice(0, MAX_PART)
    if (part.length > 0) search.part = part
  }
  if (given.lanes === 'payee' || given.lanes === 'label') search.lanes = given.lanes
  return search
}
