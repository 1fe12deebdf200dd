/** Where a finding stands in the list that the reader walks through. `number` is 0 where it is not in it; `more`: the list goes on. */
export type Place = {
  previous: string | null
  next: string | null
  number: number
  total: number
  more: boolean
}

/** The finding's neighbours; null where it is not in the list. */
export function placeIn(ids: readonly string[], id: string, more = false): Place | null {
  const at = ids.indexOf(id)
  if (at < 0) return null
  return { previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null, number: at + 1, total: ids.length, more }
}

/** The walk with what the list has beyond it: what was walked through stays where it was. */
export const extendWalk = (walked: readonly string[], list: readonly string[]): string[] => [
  ...new Set([...walked, ...list]),
]

/** The place among all of the list, however much of it is loaded. `counted`: how many it had when the walk began; null where not known. */
export const amongAll = (place: Place, counted: number | null): Place =>
  place.more && counted !== null ? { ...place, total: Math.max(place.total, counted), more: false } : place
