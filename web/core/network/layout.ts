import Graph from 'graphology'
import forceAtlas2 from 'graphology-layout-forceatlas2'
import noverlap from 'graphology-layout-noverlap'
import { boundsOf, hashed, type Point } from './geometry'

/**
 * What a layout needs of a node. `generation`: nodes of lower ones were placed before and stay. `at`: where it is already, or was put by hand.
 * `size`: radius, in the canvas's units.
 */
export type LayoutNode = { id: string; generation: number; size: number; at?: Point }
export type LayoutEdge = { source: string; target: string; weight: number }
export type LayoutTask = { nodes: LayoutNode[]; edges: LayoutEdge[] }

/** One step of the canvas: how far a new node is put from the node that brought it. */
const STEP = 60
/** Pairs of nodes looked at in all iterations of one generation, at most: about a second in a worker. */
const EFFORT = 60_000_000
const MOST_ITERATIONS = 400
const FEWEST_ITERATIONS = 40
const NOVERLAP_ITERATIONS = 60
/** Places that are tried for a node, on a sunflower's spiral around its own, and the most nodes for which that is done. */
const TRIES = 4_000
const GOLDEN = Math.PI * (3 - Math.sqrt(5))
const MOST_MOVED = 1_500
/** The layout units that the camera's first ratio shows, less a margin. */
const IN_SIGHT = 800

/**
 * Place nodes, generation by generation: nodes of a generation start near what they are tied to, and only they move. The same task gives
 * the same places. Returns: the place of every node.
 *
 * Source: ForceAtlas2, Jacomy et al. 2014, from graphology, for a bounded number of iterations.
 */
export function placeAll({ nodes, edges }: LayoutTask): Map<string, Point> {
  const placed = new Map<string, Point>()
  for (const node of nodes) if (node.at !== undefined) placed.set(node.id, node.at)
  const generations = [...new Set(nodes.map((node) => node.generation))].sort((left, right) => left - right)
  for (const generation of generations) {
    const fresh = nodes.filter((node) => node.generation === generation && !placed.has(node.id))
    if (fresh.length === 0) continue
    const fixed = new Set(
      nodes.filter((node) => node.generation <= generation && placed.has(node.id)).map(({ id }) => id),
    )
    const among = nodes.filter((node) => fixed.has(node.id) || node.generation === generation)
    seed(fresh, edges, placed)
    settle(among, edges, fixed, placed)
  }
  return placed
}

/** Put new nodes beside the placed nodes that they are tied to, the others around the middle of what is there. */
function seed(fresh: readonly LayoutNode[], edges: readonly LayoutEdge[], placed: Map<string, Point>): void {
  const anchors = new Map<string, Point[]>()
  const isFresh = new Set(fresh.map((node) => node.id))
  const anchor = (id: string, other: string) => {
    const point = placed.get(other)
    if (!isFresh.has(id) || point === undefined) return
    const known = anchors.get(id)
    if (known === undefined) anchors.set(id, [point])
    else known.push(point)
  }
  for (const { source, target } of edges) {
    anchor(source, target)
    anchor(target, source)
  }
  const middle = meanOf([...placed.values()])
  const spread = STEP * Math.sqrt(fresh.length)
  const hadNone = placed.size === 0
  for (const { id } of fresh) {
    const tied = anchors.get(id)
    const from = tied === undefined ? middle : meanOf(tied)
    const angle = hashed(id) * 2 * Math.PI
    const away = (hadNone ? spread : STEP) * (0.4 + 0.6 * hashed(`${id} away`))
    placed.set(id, { x: from.x + away * Math.cos(angle), y: from.y + away * Math.sin(angle) })
  }
}

function meanOf(points: readonly Point[]): Point {
  if (points.length === 0) return { x: 0, y: 0 }
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 })
  return { x: sum.x / points.length, y: sum.y / points.length }
}

/** Let all but the fixed nodes find their places. */
function settle(
  among: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  fixed: ReadonlySet<string>,
  placed: Map<string, Point>,
): void {
  const graph = new Graph({ type: 'undirected', multi: false, allowSelfLoops: false })
  for (const { id, size } of among) graph.addNode(id, { ...placed.get(id), size, fixed: fixed.has(id) })
  for (const { source, target, weight } of edges) {
    const isIn = source !== target && graph.hasNode(source) && graph.hasNode(target)
    if (isIn && !graph.hasEdge(source, target))
      graph.addUndirectedEdge(source, target, { weight: Math.log1p(weight) })
  }
  const order = graph.order
  if (order > 1) {
    const iterations = Math.round(Math.min(MOST_ITERATIONS, Math.max(FEWEST_ITERATIONS, EFFORT / order ** 2)))
    forceAtlas2.assign(graph, {
      iterations,
      settings: {
        ...forceAtlas2.inferSettings(order),
        barnesHutOptimize: order > 800,
        gravity: 0.08,
        scalingRatio: 60,
        adjustSizes: false,
      },
    })
    const room = roomOf(graph)
    for (let round = 0; round < 3; round++) {
      noverlap.assign(graph, {
        maxIterations: NOVERLAP_ITERATIONS,
        settings: { margin: 8 * room, ratio: 1.2 * room, speed: 2 },
      })
      for (const id of fixed) graph.mergeNodeAttributes(id, placed.get(id) as Point)
      if (fixed.size === 0) break
    }
    if (order <= MOST_MOVED) moveOff(graph, fixed, room)
  }
  graph.forEachNode((id, { x, y }) => {
    if (!fixed.has(id)) placed.set(id, { x, y })
  })
}

/** How much larger than its size a node is drawn, in layout units: from further away, nodes shrink by less than what is between them. */
function roomOf(graph: Graph): number {
  const { from, to } = boundsOf(graph.mapNodes((_id, { x, y }) => ({ x, y })))
  return Math.sqrt(Math.max(1, Math.max(to.x - from.x, to.y - from.y) / IN_SIGHT))
}

/** Move the nodes that may move and lie on another to the nearest free place; those that are fixed stay, which noverlap does not know. */
function moveOff(graph: Graph, fixed: ReadonlySet<string>, room: number): void {
  const discs = graph.mapNodes((id, { x, y, size }) => ({ id, x, y, radius: (1.2 * size + 4) * room }))
  const settled = discs.filter(({ id }) => fixed.has(id))
  for (const { id, radius, ...from } of discs) {
    if (fixed.has(id)) continue
    const isFree = (at: Point) =>
      settled.every((other) => Math.hypot(at.x - other.x, at.y - other.y) >= radius + other.radius)
    let at: Point = from
    for (let turn = 1; !isFree(at) && turn < TRIES; turn++) {
      const [away, angle] = [(radius / 2) * Math.sqrt(turn), turn * GOLDEN]
      at = { x: from.x + away * Math.cos(angle), y: from.y + away * Math.sin(angle) }
    }
    settled.push({ id, radius, ...at })
    graph.mergeNodeAttributes(id, at)
  }
}

/**
 * Rings around a centre: on each, the nodes that are so many steps away, in the order of what they are tied to further in, so that few edges
 * cross. Nodes that cannot be reached are on the last ring.
 */
export function placeRings(
  ids: readonly string[],
  neighbours: ReadonlyMap<string, ReadonlySet<string>>,
  centre: string,
): Map<string, Point> {
  const placed = new Map<string, Point>([[centre, { x: 0, y: 0 }]])
  const angles = new Map<string, number>([[centre, 0]])
  let ring = [centre]
  let radius = 0
  const left = new Set(ids.filter((id) => id !== centre))
  while (left.size > 0) {
    const near = ring.flatMap((id) => [...(neighbours.get(id) ?? [])])
    const found = [...new Set(near)].filter((id) => left.has(id))
    const next = found.length > 0 ? found : [...left]
    const inward = new Map(next.map((id) => [id, inwardAngle(id, neighbours, angles)]))
    next.sort((one, other) => (inward.get(one) ?? 0) - (inward.get(other) ?? 0) || one.localeCompare(other))
    radius = Math.max(radius + 2 * STEP, (next.length * STEP * 0.6) / (2 * Math.PI))
    for (const [index, id] of next.entries()) {
      const angle = (index / next.length) * 2 * Math.PI
      angles.set(id, angle)
      placed.set(id, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) })
      left.delete(id)
    }
    ring = next
  }
  return placed
}

/** The mean direction of the placed neighbours, 0 to 2π. */
function inwardAngle(
  id: string,
  neighbours: ReadonlyMap<string, ReadonlySet<string>>,
  angles: ReadonlyMap<string, number>,
): number {
  const near = [...(neighbours.get(id) ?? [])]
    .map((other) => angles.get(other))
    .filter((angle) => angle !== undefined)
  const x = near.reduce((sum, angle) => sum + Math.cos(angle), 0)
  const y = near.reduce((sum, angle) => sum + Math.sin(angle), 0)
  return near.length === 0 ? hashed(id) * 2 * Math.PI : (Math.atan2(y, x) + 2 * Math.PI) % (2 * Math.PI)
}
