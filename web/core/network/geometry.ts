export type Point = { x: number; y: number }

/** Whether a point is inside a closed outline (even-odd rule). Source: ray casting, Shimrat 1962. */
export function isInside({ x, y }: Point, outline: readonly Point[]): boolean {
  let inside = false
  let before = outline.at(-1)
  for (const corner of outline) {
    if (before !== undefined && corner.y > y !== before.y > y) {
      const crossing = ((before.x - corner.x) * (y - corner.y)) / (before.y - corner.y) + corner.x
      if (x < crossing) inside = !inside
    }
    before = corner
  }
  return inside
}

/** The rectangle between two corners, as an outline. */
export const rectangle = (from: Point, to: Point): Point[] => [
  from,
  { x: to.x, y: from.y },
  to,
  { x: from.x, y: to.y },
]

/** A number from 0 to 1 that depends on the text alone. Source: FNV-1a, 32 bits, with a last mixing step of MurmurHash3. */
export function hashed(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** Numbers from 0 to 1, the same for the same seed. Source: mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The outermost values of points; a square around nothing if there are none. */
export function boundsOf(points: Iterable<Point>): { from: Point; to: Point } {
  const from = { x: Infinity, y: Infinity }
  const to = { x: -Infinity, y: -Infinity }
  for (const { x, y } of points) {
    from.x = Math.min(from.x, x)
    from.y = Math.min(from.y, y)
    to.x = Math.max(to.x, x)
    to.y = Math.max(to.y, y)
  }
  return from.x > to.x ? { from: { x: -1, y: -1 }, to: { x: 1, y: 1 } } : { from, to }
}
