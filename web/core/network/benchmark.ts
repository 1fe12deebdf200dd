import type { Point } from './geometry'
import { randomNumbers } from './geometry'
import type { CanvasEdge, CanvasNetwork, PlacedNode } from './network'

const TYPES = ['artist', 'artist', 'artist', 'release', 'recording', 'payee', 'distributor', 'party', 'url']
const PER_GROUP = 50
const TIES_PER_NODE = 3
const ACROSS = 0.08

/**
 * A made-up network for measuring the canvas: `count` nodes in groups, about three times as many ties, most of them within a group. The same
 * count gives the same network and the same places.
 */
export function madeUpNetwork(count: number): { network: CanvasNetwork; places: Map<string, Point> } {
  const random = randomNumbers(count)
  const nodes = new Map<string, PlacedNode>()
  const places = new Map<string, Point>()
  const edges = new Map<string, CanvasEdge>()
  const groups = Math.ceil(count / PER_GROUP)
  const idOf = (index: number) => `Artist:made-up-${index}`
  for (let index = 0; index < count; index++) {
    const type = TYPES[Math.floor(random() * TYPES.length)] as string
    const id = idOf(index)
    nodes.set(id, { id, type, name: `Made-up ${index}`, degree: null, marks: [], step: 0 })
    places.set(id, placeIn(index % groups, groups, random))
  }
  for (let tie = 0; tie < count * TIES_PER_NODE && count > groups; tie++) {
    const source = Math.floor(random() * count)
    const isAcross = random() < ACROSS
    const target = isAcross ? Math.floor(random() * count) : nextInGroup(source, groups, count, random)
    if (source === target) continue
    const weight = 0.2 + 2 * random()
    const key = `tie ${source} ${target}`
    edges.set(key, { kind: 'tie', source: idOf(source), target: idOf(target), weight, ties: [] })
  }
  return { network: { nodes, edges }, places }
}

/** A place around the middle of a group; groups lie on a sunflower's spiral. */
function placeIn(group: number, groups: number, random: () => number): Point {
  const [angle, away] = [group * 2.39996, 420 * Math.sqrt(group)]
  const [turn, spread] = [random() * 2 * Math.PI, 30 + 260 * Math.sqrt(random()) * (groups > 1 ? 1 : 3)]
  return {
    x: away * Math.cos(angle) + spread * Math.cos(turn),
    y: away * Math.sin(angle) + spread * Math.sin(turn),
  }
}

const nextInGroup = (index: number, groups: number, count: number, random: () => number): number => {
  const size = Math.ceil((count - (index % groups)) / groups)
  return (index % groups) + groups * Math.floor(random() * size)
}

/** What frames took. `fps`: frames a second over the whole time; `worstMs`: the longest frame. */
export type FrameRate = { frames: number; seconds: number; fps: number; worstMs: number }

/** The rate of frames drawn at these times, in ms. */
export function frameRate(times: readonly number[]): FrameRate {
  const gaps = times.slice(1).map((time, index) => time - (times[index] as number))
  const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000
  return {
    frames: gaps.length,
    seconds,
    fps: seconds > 0 ? gaps.length / seconds : 0,
    worstMs: gaps.reduce((most, gap) => Math.max(most, gap), 0),
  }
}
