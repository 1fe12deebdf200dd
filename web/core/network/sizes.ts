import type { CanvasNetwork } from './network'
import { neighboursOf } from './network'

const SMALLEST = 5
const LARGEST = 18

/** The radius of a node with so many neighbours on the canvas, in pixels at the camera's first ratio. */
export const sizeOf = (neighbours: number, type: string): number =>
  Math.min(LARGEST, (type === 'artist' ? SMALLEST + 3 : SMALLEST) + 1.6 * Math.sqrt(neighbours))

/** The radius of every node. */
export function sizesOf(network: CanvasNetwork): Map<string, number> {
  const neighbours = neighboursOf(network.edges.values())
  return new Map(
    [...network.nodes].map(([id, node]) => [id, sizeOf(neighbours.get(id)?.size ?? 0, node.type)]),
  )
}

const THINNEST = 1
const THICKEST = 7

/** The thickness of a tie of this weight, in pixels; of a relationship, where there is none. */
export const thicknessOf = (weight: number | null): number =>
  weight === null ? THINNEST : Math.min(THICKEST, THINNEST + Math.log2(1 + weight))
