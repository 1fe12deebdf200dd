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
/** `dashSize`: how long the line is drawn before a gap, in pixels. */
export type EdgeAttributes = { size: number; color: string; dashSize: number }

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
/** A claim's line and its dashes, in pixels. */
const CLAIM = 3
const DASH = 9
/** A dash longer than any line on a screen. */
export const UNBROKEN = 100_000

/** How an edge is drawn: the more telling, the thicker and the stronger; a claim, which is no tie, in dashes. */
export function edgeAttributes(edge: CanvasEdge, palette: Palette): EdgeAttributes {
  if (edge.kind === 'claim') return { size: CLAIM, color: palette.subject, dashSize: DASH }
  const strength = edge.kind === 'tie' ? 0.22 + 0.55 * Math.min(1, edge.weight / STRONG) : 0.7
  return {
    size: thicknessOf(edge.kind === 'tie' ? edge.weight : null),
    color: faded(palette.line, strength),
    dashSize: UNBROKEN,
  }
}
