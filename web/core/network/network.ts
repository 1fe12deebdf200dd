import type { FindingKind } from '@/core/api/documents/graphql'
import { NODE_KINDS } from './kinds'
import { isArtist, localId, type Step } from './steps'

/** What a finding says of an artist: that it is the one accused, the one imitated, or one among others. */
export type Role = 'subject' | 'target' | 'member'
export type Mark = { id: string; kind: FindingKind; score: number; status: string; role: Role }

/**
 * A node on the canvas. `marks`: what findings say of it; null where that is not known or cannot be. `degree`: in the whole graph. `isNear`: it came
 * only because it is tied to something, so it goes where those ties are not drawn.
 */
export type CanvasNode = {
  id: string
  type: string
  name: string | null
  degree: number | null
  marks: Mark[] | null
  isNear?: boolean
}

/** Something that two artists share. */
export type Tie = { type: string; id: string; name?: string | null; sharedBy: number; weight: number }

/**
 * An edge: of what is shared (`weight` is the sum over all ties, of which `ties` lists the heaviest), of one relationship, or of what a finding
 * claims of the two (`finding`: its id), which is neither.
 */
export type CanvasEdge =
  | { kind: 'tie'; source: string; target: string; weight: number; ties: Tie[] }
  | { kind: 'relation'; source: string; target: string; relation: string }
  | ClaimEdge
export type ClaimEdge = {
  kind: 'claim'
  source: string
  target: string
  finding: string
  says: FindingKind
  score: number
  status: string
}

/** What a step brings. `note`: what of it is left out, as a sentence. */
export type Addition = { nodes: CanvasNode[]; edges: CanvasEdge[]; note?: string }
export const EMPTY: Addition = { nodes: [], edges: [] }

/** A node as it is placed: `step`: the number of the step that brought it. */
export type PlacedNode = CanvasNode & { step: number }

/** What is on the canvas, by node id and by edge key. */
export type CanvasNetwork = { nodes: Map<string, PlacedNode>; edges: Map<string, CanvasEdge> }

export const artistNode = (
  id: string,
  name: string | null | undefined,
  marks: Mark[] | null,
): CanvasNode => ({
  id: `Artist:${id}`,
  type: 'artist',
  name: name ?? null,
  degree: null,
  marks,
})

/** An edge's key: the same from both ends of a tie. */
export function edgeKey(edge: CanvasEdge): string {
  if (edge.kind === 'relation') return `${edge.relation} ${edge.source} ${edge.target}`
  if (edge.kind === 'claim') return `claim ${edge.source} ${edge.target}`
  return tieKey(edge.source, edge.target)
}

export const tieKey = (left: string, right: string): string =>
  left < right ? `tie ${left} ${right}` : `tie ${right} ${left}`

type Said = {
  id: string
  kind: FindingKind
  score: number
  status: string
  subject?: { __typename: string; id?: string } | null
  target?: { __typename: string; id?: string } | null
}

/** The findings about an artist, with its part in each, the most probable first. What a person dismissed is left out. */
export function marksOf(artist: string, findings: readonly Said[]): Mark[] {
  return findings
    .filter((finding) => finding.status !== 'dismissed')
    .map(({ id, kind, score, status, subject, target }): Mark => {
      const role = subject?.id === artist ? 'subject' : target?.id === artist ? 'target' : 'member'
      return { id, kind, score, status, role }
    })
    .sort((left, right) => right.score - left.score)
}

/** The edges between each two artists that share something, each with its ten heaviest ties. */
export function pairTies(
  shared: readonly (Tie & { artistIds: string[] })[],
): (CanvasEdge & { kind: 'tie' })[] {
  const pairs = new Map<string, CanvasEdge & { kind: 'tie' }>()
  for (const { artistIds, ...tie } of shared) {
    for (const [left, right] of pairsOf([...artistIds].sort())) {
      const [source, target] = [`Artist:${left}`, `Artist:${right}`]
      const edge = pairs.get(tieKey(source, target)) ?? { kind: 'tie', source, target, weight: 0, ties: [] }
      edge.weight += tie.weight
      edge.ties.push(tie)
      pairs.set(tieKey(source, target), edge)
    }
  }
  for (const edge of pairs.values()) edge.ties = heaviest(edge.ties)
  return [...pairs.values()]
}

/** What is shared as nodes between those that share it. */
export function thingTies(shared: readonly (Tie & { artistIds: string[] })[]): Addition {
  const nodes = shared.map(({ type, id, name, sharedBy }) => ({
    id: thingId(type, id),
    type,
    name: name ?? null,
    degree: sharedBy,
    marks: null,
    isNear: true,
  }))
  const edges = shared.flatMap(({ artistIds, ...tie }) =>
    artistIds.map((artist) => ({
      kind: 'tie' as const,
      source: `Artist:${artist}`,
      target: thingId(tie.type, tie.id),
      weight: tie.weight,
      ties: [tie],
    })),
  )
  return { nodes, edges }
}

/** The node id of what is shared, as the service says it. */
const thingId = (type: string, id: string): string =>
  type in NODE_KINDS ? `${type[0]?.toUpperCase()}${type.slice(1)}:${id}` : `Identifier:${id}`

const MAX_TIES = 10
const heaviest = (ties: readonly Tie[]): Tie[] =>
  [...ties].sort((left, right) => right.weight - left.weight).slice(0, MAX_TIES)

function* pairsOf(ids: readonly string[]): Generator<[string, string]> {
  for (const [index, left] of ids.entries()) for (const right of ids.slice(index + 1)) yield [left, right]
}

const joined = (left: CanvasNode | undefined, right: CanvasNode, step: number): PlacedNode => ({
  ...right,
  name: right.name ?? left?.name ?? null,
  degree: right.degree ?? left?.degree ?? null,
  marks: joinedMarks(left?.marks ?? null, right.marks),
  step: (left as PlacedNode | undefined)?.step ?? step,
  isNear: right.isNear === true && left?.isNear !== false,
})

function joinedMarks(left: Mark[] | null, right: Mark[] | null): Mark[] | null {
  if (left === null || right === null) return left ?? right
  return [...new Map([...left, ...right].map((mark) => [mark.id, mark])).values()].sort(
    (one, other) => other.score - one.score,
  )
}

function add(network: CanvasNetwork, addition: Addition, step: number): void {
  for (const node of addition.nodes)
    network.nodes.set(node.id, joined(network.nodes.get(node.id), node, step))
  addEdges(network, addition.edges)
}

function addEdges(network: CanvasNetwork, edges: readonly CanvasEdge[]): void {
  for (const edge of edges) {
    if (!network.nodes.has(edge.source) || !network.nodes.has(edge.target)) continue
    const key = edgeKey(edge)
    const known = network.edges.get(key)
    const isKnown = known?.kind === 'tie' && edge.kind === 'tie' && known.weight >= edge.weight
    if (!isKnown) network.edges.set(key, edge)
  }
}

function remove(network: CanvasNetwork, gone: ReadonlySet<string>): void {
  for (const id of gone) network.nodes.delete(id)
  for (const [key, edge] of network.edges)
    if (gone.has(edge.source) || gone.has(edge.target)) network.edges.delete(key)
}

/** The neighbours of every node. A claim is no tie. */
export function neighboursOf(edges: Iterable<CanvasEdge>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const put = (from: string, to: string) => {
    const known = found.get(from)
    if (known === undefined) found.set(from, new Set([to]))
    else known.add(to)
  }
  for (const { kind, source, target } of edges) {
    if (kind === 'claim') continue
    put(source, target)
    put(target, source)
  }
  return found
}

/** The nodes that hang on this one and on nothing else. */
export function hangingOn(network: CanvasNetwork, id: string): Set<string> {
  const neighbours = neighboursOf(network.edges.values())
  return new Set([...(neighbours.get(id) ?? [])].filter((other) => neighbours.get(other)?.size === 1))
}

/**
 * The network that steps make. `additions`: what each brings, in their order; of one that is missing (it failed, or is on its way), nothing.
 * `between`: ties between artists that came by different steps.
 */
export function replay(
  steps: readonly Step[],
  additions: readonly (Addition | undefined)[],
  between: readonly CanvasEdge[] = [],
): CanvasNetwork {
  const network: CanvasNetwork = { nodes: new Map(), edges: new Map() }
  for (const [number, step] of steps.entries()) {
    if (step.do === 'remove') remove(network, new Set([step.node]))
    else if (step.do === 'collapse') remove(network, hangingOn(network, step.node))
    else add(network, additions[number] ?? EMPTY, number)
  }
  addEdges(network, between)
  return network
}

export const artistsOf = (network: CanvasNetwork): string[] =>
  [...network.nodes.keys()].filter(isArtist).map(localId)

/** What of a network is drawn. `hidden`: types of nodes, and of what is shared, that are not; `weight`: the least weight of a tie. */
export type Filter = { hidden: ReadonlySet<string>; weight: number }

/** The least weight of a tie that is drawn where the address says no other: what up to 28 artists share. */
export const LEAST_WEIGHT = 0.3

/**
 * The network without what is filtered out. A tie keeps what is left of its weight; one that has nothing left goes, and with it those that
 * are tied to nothing else that somebody asked for.
 */
export function filtered(network: CanvasNetwork, { hidden, weight }: Filter): CanvasNetwork {
  const nodes = new Map([...network.nodes].filter(([, node]) => !hidden.has(node.type)))
  const edges = new Map<string, CanvasEdge>()
  for (const [key, edge] of network.edges) {
    if (!nodes.has(edge.source) || !nodes.has(edge.target)) continue
    const shown = edge.kind === 'tie' ? withoutTypes(edge, hidden) : edge
    if (shown === null || (shown.kind === 'tie' && shown.weight < weight)) continue
    edges.set(key, shown)
  }
  const within = { nodes, edges }
  remove(within, looseIn(within))
  return within
}

/** The nodes that only their ties brought, and that no tie connects to another node any more. */
function looseIn({ nodes, edges }: CanvasNetwork): Set<string> {
  const neighbours = neighboursOf(edges.values())
  const reached = new Set([...nodes.values()].filter((node) => node.isNear !== true).map((node) => node.id))
  for (const id of reached) for (const next of neighbours.get(id) ?? []) reached.add(next)
  return new Set([...nodes.keys()].filter((id) => !reached.has(id)))
}

function withoutTypes(edge: CanvasEdge & { kind: 'tie' }, hidden: ReadonlySet<string>) {
  const out = edge.ties.filter((tie) => hidden.has(tie.type))
  if (out.length === 0) return edge
  const ties = edge.ties.filter((tie) => !hidden.has(tie.type))
  const weight = edge.weight - out.reduce((sum, tie) => sum + tie.weight, 0)
  return ties.length === 0 ? null : { ...edge, ties, weight }
}

/** How many nodes of each type there are, and how many ties are through things of each type. */
export function countTypes(network: CanvasNetwork): {
  nodes: Map<string, number>
  ties: Map<string, number>
} {
  const [nodes, ties] = [new Map<string, number>(), new Map<string, number>()]
  for (const { type } of network.nodes.values()) nodes.set(type, (nodes.get(type) ?? 0) + 1)
  for (const edge of network.edges.values())
    if (edge.kind === 'tie')
      for (const type of new Set(edge.ties.map((tie) => tie.type))) ties.set(type, (ties.get(type) ?? 0) + 1)
  return { nodes, ties }
}

/** A node with its ties, as the table lists it. `weight`: of all its ties on the canvas. */
export type NodeRow = { node: PlacedNode; neighbours: number; weight: number; score: number | null }

/** The nodes as a table: those with the most on the canvas first. */
export function nodeRows(network: CanvasNetwork): NodeRow[] {
  const neighbours = neighboursOf(network.edges.values())
  const weights = new Map<string, number>()
  for (const edge of network.edges.values()) {
    if (edge.kind !== 'tie') continue
    for (const end of [edge.source, edge.target]) weights.set(end, (weights.get(end) ?? 0) + edge.weight)
  }
  return [...network.nodes.values()]
    .map((node) => ({
      node,
      neighbours: neighbours.get(node.id)?.size ?? 0,
      weight: weights.get(node.id) ?? 0,
      score: node.marks?.[0]?.score ?? null,
    }))
    .sort(
      (left, right) =>
        right.neighbours - left.neighbours ||
        right.weight - left.weight ||
        left.node.id.localeCompare(right.node.id),
    )
}

/** The edges as a table: claims first, then the heaviest ties, then the relationships. */
export function edgeRows(network: CanvasNetwork): { key: string; edge: CanvasEdge }[] {
  const heft = (edge: CanvasEdge) =>
    edge.kind === 'tie' ? edge.weight : edge.kind === 'claim' ? Number.POSITIVE_INFINITY : 0
  return [...network.edges]
    .map(([key, edge]) => ({ key, edge }))
    .sort((left, right) => {
      const [more, less] = [heft(right.edge), heft(left.edge)]
      return more === less ? left.key.localeCompare(right.key) : more - less
    })
}

/** The shortest way between two nodes over what is on the canvas, both ends included; null if there is none. */
export function shortestOnCanvas(network: CanvasNetwork, from: string, to: string): string[] | null {
  const neighbours = neighboursOf(network.edges.values())
  const cameFrom = new Map<string, string | null>([[from, null]])
  const waiting = [from]
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    if (at === to) return walkBack(cameFrom, to)
    for (const next of neighbours.get(at) ?? []) {
      if (cameFrom.has(next)) continue
      cameFrom.set(next, at)
      waiting.push(next)
    }
  }
  return null
}

function walkBack(cameFrom: ReadonlyMap<string, string | null>, to: string): string[] {
  const way: string[] = []
  for (let at: string | null | undefined = to; at != null; at = cameFrom.get(at)) way.unshift(at)
  return way
}

/** The keys of the edges along a way. */
export function edgesAlong(network: CanvasNetwork, way: readonly string[]): Set<string> {
  const steps = new Set(way.slice(1).map((node, index) => tieKey(way[index] as string, node)))
  const isAlong = ({ kind, source, target }: CanvasEdge) =>
    kind !== 'claim' && steps.has(tieKey(source, target))
  return new Set([...network.edges].filter(([, edge]) => isAlong(edge)).map(([key]) => key))
}
