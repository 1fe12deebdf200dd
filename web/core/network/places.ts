import { hashed, type Point } from './geometry'

const KEY = 5
const HALF = 36 ** 3 / 2
const WIDTH = KEY + 3 + 3

const digits = (value: number, width: number): string =>
  Math.min(36 ** width - 1, Math.max(0, Math.round(value)))
    .toString(36)
    .padStart(width, '0')

const keyOf = (id: string): string => digits(Math.floor(hashed(id) * 36 ** KEY), KEY)

/** Where nodes are, as a short text for an address: eleven characters for each, a hash of its id and its place to the unit. */
export const encodePlaces = (places: ReadonlyMap<string, Point>): string =>
  [...places].map(([id, { x, y }]) => keyOf(id) + digits(x + HALF, 3) + digits(y + HALF, 3)).join('')

/** The places that a text tells of these nodes. */
export function decodePlaces(text: string, ids: Iterable<string>): Map<string, Point> {
  const told = new Map<string, Point>()
  for (let at = 0; at + WIDTH <= text.length; at += WIDTH) {
    const x = Number.parseInt(text.slice(at + KEY, at + KEY + 3), 36) - HALF
    const y = Number.parseInt(text.slice(at + KEY + 3, at + WIDTH), 36) - HALF
    if (Number.isFinite(x) && Number.isFinite(y)) told.set(text.slice(at, at + KEY), { x, y })
  }
  const found = new Map<string, Point>()
  for (const id of ids) {
    const place = told.get(keyOf(id))
    if (place !== undefined) found.set(id, place)
  }
  return found
}
