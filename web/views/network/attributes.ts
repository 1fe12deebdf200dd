import type { Point } from '@/core/network/geometry'
import { kindOf, nodeName, type Shape } from '@/core/network/kinds'
import type { CanvasEdge, PlacedNode } from '@/core/network/network'
import { thicknessOf } from '@/core/network/sizes'
import { faded, type Palette } from './palette'

/** What the canvas knows of a node. `kind`: the node's type; sigma's own word `type` is left alone. */
export type NodeAttributes = Point & {
  label: string
  kind: string
  shape: Shape
  size: number
  color: string
  ringColor: string
  ringGround: string
  ringShare: number
}
export type EdgeAttributes = { size: number; color: string }

/** How a node is drawn. The ring tells of the most probable finding about it that is not dismissed. */
export function nodeAttributes(node: PlacedNode, at: Point, size: number, palette: Palette): NodeAttributes {
  const kind = kindOf(node.type)
  const mark = node.marks?.[0]
  return {
    ...at,
    label: nodeName(node),
    kind: node.type,
    shape: kind.shape,
    size: mark === undefined ? size : size + 3,
    color: palette.nodes[kind.color] ?? palette.soft,
    ringColor: mark?.role === 'target' ? palette.target : palette.subject,
    ringGround: palette.track,
    ringShare: mark?.score ?? 0,
  }
}

/** Ties of this weight and more are drawn as strongly as any. */
const STRONG = 3

/** How an edge is drawn: the more telling, the thicker and the stronger. */
export const edgeAttributes = (edge: CanvasEdge, palette: Palette): EdgeAttributes => ({
  size: thicknessOf(edge.kind === 'tie' ? edge.weight : null),
  color: faded(palette.line, edge.kind === 'tie' ? 0.22 + 0.55 * Math.min(1, edge.weight / STRONG) : 0.7),
})
