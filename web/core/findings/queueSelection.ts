/** Which rows of a list are meant, by id. `focus`: the row the keys act on. `anchor`: where a range begins. */
export type Selection = { focus: string | null; picked: ReadonlySet<string>; anchor: string | null }

/** Decisions that one request takes. */
export const MOST_AT_ONCE = 500

export const NOTHING: Selection = { focus: null, picked: new Set(), anchor: null }

/** The place of the focus among the rows; -1 where none of them has it. */
export const placeOf = (ids: readonly string[], selection: Selection): number =>
  selection.focus === null ? -1 : ids.indexOf(selection.focus)

/** The focus `by` rows on, within the list; from nowhere it enters at the first row. */
export function move(ids: readonly string[], selection: Selection, by: number): Selection {
  if (ids.length === 0) return selection
  const place = placeOf(ids, selection)
  const next = place === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, place + by))
  return { ...selection, focus: ids[next] ?? null }
}

export const focusOn = (selection: Selection, id: string): Selection => ({ ...selection, focus: id })

/** Pick the row, or let it go; a range then begins here. */
export function toggle(selection: Selection, id: string): Selection {
  const picked = new Set(selection.picked)
  if (!picked.delete(id)) picked.add(id)
  return { focus: id, picked, anchor: id }
}

/** Pick all rows from where the range begins to this one. */
export function extend(ids: readonly string[], selection: Selection, id: string): Selection {
  const from = ids.indexOf(selection.anchor ?? selection.focus ?? id)
  const to = ids.indexOf(id)
  if (from === -1 || to === -1) return toggle(selection, id)
  const range = ids.slice(Math.min(from, to), Math.max(from, to) + 1)
  return {
    focus: id,
    picked: new Set([...selection.picked, ...range]),
    anchor: selection.anchor ?? ids[from] ?? null,
  }
}

/** All rows picked, as many as one request takes; none of them if all were. */
export function toggleAll(ids: readonly string[], selection: Selection): Selection {
  const all = ids.slice(0, MOST_AT_ONCE)
  const full = all.length > 0 && all.every((id) => selection.picked.has(id))
  return { ...selection, picked: new Set(full ? [] : all), anchor: null }
}

export const letGo = (selection: Selection): Selection => ({ ...selection, picked: new Set(), anchor: null })

/** The first row that was decided on here, had left the list and is back, as after an undo; null if none is. */
export function cameBack(
  before: readonly string[],
  ids: readonly string[],
  decided: ReadonlySet<string>,
): string | null {
  // a list that was empty was another one, or was not read yet
  if (before.length === 0 || decided.size === 0) return null
  const there = new Set(before)
  return ids.find((id) => decided.has(id) && !there.has(id)) ?? null
}

/** What a decision is about: the rows picked, in the list's order, else the row in focus. */
export function meant(ids: readonly string[], selection: Selection): string[] {
  if (selection.picked.size > 0) return ids.filter((id) => selection.picked.has(id))
  return placeOf(ids, selection) === -1 || selection.focus === null ? [] : [selection.focus]
}

/**
 * The selection after the list was read again. The focus of a row that has left goes to the next that is still there, else to the one
 * before. `before`: the rows when the focus was among them.
 */
export function settle(ids: readonly string[], selection: Selection, before: readonly string[]): Selection {
  const { focus } = selection
  if (focus === null || ids.includes(focus)) return selection
  const left = new Set(ids)
  const place = before.indexOf(focus)
  const next = place === -1 ? undefined : before.slice(place).find((id) => left.has(id))
  const found = next ?? before.slice(0, Math.max(0, place)).findLast((id) => left.has(id))
  return found === undefined ? selection : { ...selection, focus: found }
}
