import type Graph from 'graphology'
import type Sigma from 'sigma'
import { boundsOf, type Point } from '@/core/network/geometry'
import { kindOf } from '@/core/network/kinds'
import type { EdgeAttributes, NodeAttributes } from './attributes'
import { faded, type Palette } from './palette'

/** What is drawn over the nodes: which are marked, and how many names there is room for. */
export type Marked = {
  selected: ReadonlySet<string>
  focus: ReadonlySet<string> | null
  hovered: string | null
  pinned: ReadonlySet<string>
}

const NAMES = 110
const NAMES_OF_MANY = 36
/** More nodes than these are many: fewer names are drawn, and none while the canvas moves. */
export const MANY = 1_500
const LONGEST_NAME = 34
/** Pixels kept free at the left and the right for names. */
const NAME_ROOM = 80
/** Pixels kept free at the bottom, and as many at the top, for the legend. */
const LEGEND_ROOM = 40
const LETTER_FROM = 6.5
/** Of more nodes than these, names may lie over other nodes: keeping them apart would take too long for a frame. */
const DISCS = 400

/** What is needed of sigma: where things are. */
type Viewport = Pick<
  Sigma,
  | 'graphToViewport'
  | 'getDimensions'
  | 'scaleSize'
  | 'graphToFramedGraph'
  | 'viewportToFramedGraph'
  | 'getCamera'
>

/** Graph to screen as one affine map, so that thousands of nodes cost no calls. */
function affine(sigma: Viewport): (point: Point) => Point {
  const origin = sigma.graphToViewport({ x: 0, y: 0 })
  const right = sigma.graphToViewport({ x: 1000, y: 0 })
  const up = sigma.graphToViewport({ x: 0, y: 1000 })
  const [xx, xy] = [(right.x - origin.x) / 1000, (right.y - origin.y) / 1000]
  const [yx, yy] = [(up.x - origin.x) / 1000, (up.y - origin.y) / 1000]
  return ({ x, y }) => ({ x: origin.x + x * xx + y * yx, y: origin.y + x * xy + y * yy })
}

/**
 * Draw names, letters, marks of what is selected and pins. The names are drawn by the browser's own text engine, as sigma's takes each character
 * for itself, which Arabic and Devanagari do not bear. `order`: node ids, those whose names matter most first.
 */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  sigma: Viewport,
  graph: Graph<NodeAttributes, EdgeAttributes>,
  order: readonly string[],
  marked: Marked,
  palette: Palette,
  font: string,
): void {
  const { width, height } = sigma.getDimensions()
  const toScreen = affine(sigma)
  const scale = sigma.scaleSize(1)
  const room = order.length > MANY ? NAMES_OF_MANY : NAMES
  const taken = order.length <= DISCS ? discs(graph, toScreen, scale) : []
  let names = 0
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  const first = [...marked.selected, ...(marked.hovered === null ? [] : [marked.hovered])]
  const seen = new Set<string>()
  for (const id of first.length > 0 ? [...first, ...order] : order) {
    if (seen.has(id) || !graph.hasNode(id)) continue
    seen.add(id)
    const node = graph.getNodeAttributes(id)
    const at = toScreen(node)
    const radius = node.size * scale
    if (at.x < -radius || at.y < -radius || at.x > width + radius || at.y > height + radius) continue
    const isMarked = marked.selected.has(id) || marked.hovered === id
    const isFaint = marked.focus !== null && !marked.focus.has(id) && !isMarked
    if (isMarked) drawHalo(context, at, radius, marked.selected.has(id), palette)
    if (marked.pinned.has(id)) drawPin(context, at, radius, palette)
    if (radius >= LETTER_FROM && !isFaint) drawLetter(context, node, at, radius, palette, font)
    if (isFaint || (names >= room && !isMarked)) continue
    context.font = `${isMarked ? 600 : 400} 12px ${font}`
    const text = node.label.length > LONGEST_NAME ? `${node.label.slice(0, LONGEST_NAME - 1)}…` : node.label
    const length = context.measureText(text).width
    const box = roomFor(at, radius, length, taken, isMarked)
    if (box === null) continue
    taken.push(box)
    drawName(context, text, { x: box.left, y: box.top + HALF_LINE }, isMarked, palette)
    names++
  }
}

/** A rectangle in CSS pixels. */
type Box = { left: number; top: number; right: number; bottom: number }
const HALF_LINE = 7
const GAP = 4

const isApart = (one: Box, other: Box): boolean =>
  one.right < other.left || one.left > other.right || one.bottom < other.top || one.top > other.bottom

/** Where a name of this length has room beside its node: right of it, left, or below; null if nowhere. */
function roomFor(
  at: Point,
  radius: number,
  length: number,
  taken: readonly Box[],
  always: boolean,
): Box | null {
  const line = (left: number, middle: number): Box => ({
    left,
    top: middle - HALF_LINE,
    right: left + length,
    bottom: middle + HALF_LINE,
  })
  const places = [
    line(at.x + radius + GAP, at.y),
    line(at.x - radius - GAP - length, at.y),
    line(at.x - length / 2, at.y + radius + GAP + HALF_LINE),
  ]
  const free = places.find((place) => taken.every((box) => isApart(place, box)))
  return free ?? (always ? (places[0] ?? null) : null)
}

/** What the nodes themselves take of the room. */
function discs(
  graph: Graph<NodeAttributes, EdgeAttributes>,
  toScreen: (point: Point) => Point,
  scale: number,
): Box[] {
  return graph.mapNodes((_id, node) => {
    const { x, y } = toScreen(node)
    const radius = node.size * scale
    return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
  })
}

function drawName(
  context: CanvasRenderingContext2D,
  text: string,
  at: Point,
  isMarked: boolean,
  palette: Palette,
): void {
  context.lineWidth = isMarked ? 5 : 3.5
  context.strokeStyle = faded(palette.ground, 0.9)
  context.strokeText(text, at.x, at.y)
  context.fillStyle = palette.text
  context.fillText(text, at.x, at.y)
}

function drawHalo(
  context: CanvasRenderingContext2D,
  at: Point,
  radius: number,
  isSelected: boolean,
  palette: Palette,
): void {
  context.beginPath()
  context.arc(at.x, at.y, radius + 4, 0, 2 * Math.PI)
  context.lineWidth = isSelected ? 3 : 1.5
  context.strokeStyle = isSelected ? palette.accent : palette.line
  context.stroke()
}

function drawPin(context: CanvasRenderingContext2D, at: Point, radius: number, palette: Palette): void {
  context.beginPath()
  context.arc(at.x + radius * 0.75, at.y - radius * 0.75, 3, 0, 2 * Math.PI)
  context.fillStyle = palette.text
  context.fill()
  context.lineWidth = 1.5
  context.strokeStyle = palette.ground
  context.stroke()
}

function drawLetter(
  context: CanvasRenderingContext2D,
  node: NodeAttributes,
  at: Point,
  radius: number,
  palette: Palette,
  font: string,
): void {
  context.font = `700 ${Math.round(Math.min(15, radius * 0.95))}px ${font}`
  context.textAlign = 'center'
  context.fillStyle = palette.panel
  context.fillText(kindOf(node.kind).letter, at.x, at.y + (node.shape === 'triangle' ? radius * 0.16 : 0.5))
  context.textAlign = 'start'
}

/** The camera that shows these points, with a margin. */
export function cameraFor(sigma: Viewport, points: Iterable<Point>): { x: number; y: number; ratio: number } {
  const { from, to } = boundsOf(points)
  const [low, high] = [sigma.graphToFramedGraph(from), sigma.graphToFramedGraph(to)]
  const { width, height } = sigma.getDimensions()
  const cameraState = sigma.getCamera().getState()
  const { ratio } = cameraState
  const first = sigma.viewportToFramedGraph({ x: 0, y: 0 }, { cameraState })
  const last = sigma.viewportToFramedGraph({ x: width, y: height }, { cameraState })
  const wide = (Math.abs(last.x - first.x) / ratio) * Math.max(0.5, 1 - (2 * NAME_ROOM) / width)
  const tall = (Math.abs(last.y - first.y) / ratio) * Math.max(0.5, 1 - (2 * LEGEND_ROOM) / height)
  const margin = 1.25
  const fitting = Math.max(Math.abs(high.x - low.x) / wide, Math.abs(high.y - low.y) / tall) * margin
  return { x: (low.x + high.x) / 2, y: (low.y + high.y) / 2, ratio: Math.min(60, Math.max(0.3, fitting)) }
}
