import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { NetworkAroundQuery } from '@/core/api/documents/graphql'
import { Failure } from '@/core/api/failure'
import { askHandled, isHandled } from './handled'
import { type Addition, artistNode, type CanvasNode, EMPTY, marksOf, pairTies, thingTies } from './network'
import { FIRST, localId, type Step } from './steps'

const AROUND = graphql(`
  query NetworkAround($from: ID!, $depth: Int!, $things: Boolean!, $hideGiants: Boolean!, $first: Int!) {
    network(from: $from, depth: $depth, things: $things, hideGiants: $hideGiants, first: $first) {
      nodes {
        nodeId type name degree
        node {
          __typename
          ... on Artist { ...NetworkMarked }
          ... on Cluster { kind size }
        }
      }
      edges { source target weight ties { type id name sharedBy weight } }
    }
  }
`)

export const EXPAND = graphql(`
  query Expansion($node: ID!, $relations: [String!], $first: Int!) {
    expand(node: $node, relations: $relations, first: $first) {
      node { nodeId type name degree }
      groups {
        relation outgoing type totalCount hiddenCount
        nodes { nodeId type name degree }
      }
    }
  }
`)

const FINDING = graphql(`
  query NetworkFinding($id: ID!) {
    finding(id: $id) {
      id kind score status
      subject { __typename ... on Artist { id name } ... on Release { id title artists { id name } } ... on Recording { id title } ... on Cluster { id size } }
      target { __typename ... on Artist { id name } ... on Release { id title } ... on Recording { id title } ... on Cluster { id size } }
      members { id name }
    }
  }
`)

const CLUSTER = graphql(`
  query NetworkCluster($id: ID!) {
    cluster(id: $id) {
      size
      members(first: 50) {
        edges { node { id name ...NetworkMarked } }
      }
      releases(first: 25) { edges { node { id title artists { id } } } }
    }
  }
`)

const SHARED = graphql(`
  query NetworkShared($ids: [ID!]!, $hideGiants: Boolean!) {
    sharedTies(ids: $ids, hideGiants: $hideGiants) { type id name sharedBy weight artistIds }
  }
`)

export const PATHS = graphql(`
  query NetworkPaths($from: ID!, $to: ID!) {
    paths(from: $from, to: $to, maxLength: 4, first: 5) {
      artistIds distance
      steps { source { id name } target { id name } ties { type id name sharedBy weight } }
    }
  }
`)

/** At most so many artists can be asked for what they share. */
export const MAX_COMPARED = 50
/** Artists that come with each of the two a finding is about: the two alone often share nothing, and there would be nothing to follow. */
const NEAREST = 12

export type CanvasView = { things: boolean; giants: boolean }
type NamedNode = { nodeId: string; type: string; name?: string | null; degree?: number | null }
type AroundNode = NonNullable<NetworkAroundQuery['network']>['nodes'][number]

const node = ({ nodeId, type, name, degree }: NamedNode): CanvasNode => ({
  id: nodeId,
  type,
  name: name ?? null,
  degree: degree ?? null,
  marks: null,
})

function aroundNode(given: AroundNode): CanvasNode {
  const record = given.node
  const plain = node(given)
  if (record?.__typename !== 'Artist') return plain
  return { ...plain, marks: marksOf(localId(given.nodeId), record.findings) }
}

const nothing = (what: string): Failure =>
  new Failure(
    'not-found',
    `${what} is not in the graph.`,
    'It may have left since the link was made. The other steps are shown.',
  )

async function askAround(
  from: string,
  depth: number,
  view: CanvasView,
  signal: AbortSignal,
  first = FIRST,
): Promise<Addition> {
  const variables = { from: localId(from), depth, things: view.things, hideGiants: !view.giants, first }
  const { network } = await ask(AROUND, variables, signal)
  if (network == null) throw nothing(`The artist ${localId(from)}`)
  return {
    nodes: network.nodes.map((one, place) => ({ ...aroundNode(one), isNear: place > 0 })),
    edges: network.edges.map((edge) => ({ ...edge, kind: 'tie' as const })),
  }
}

async function askExpand(step: Step & { do: 'expand' }, signal: AbortSignal): Promise<Addition> {
  const { expand } = await ask(
    EXPAND,
    { node: step.node, relations: [step.relation], first: step.first },
    signal,
  )
  if (expand == null) throw nothing(step.node)
  const groups = expand.groups.filter(
    ({ outgoing, type }) => outgoing === step.outgoing && (step.type ?? type) === type,
  )
  const edges = groups.flatMap((group) =>
    group.nodes.map((end) => ({
      kind: 'relation' as const,
      relation: group.relation,
      source: group.outgoing ? step.node : end.nodeId,
      target: group.outgoing ? end.nodeId : step.node,
    })),
  )
  return { nodes: [node(expand.node), ...groups.flatMap((group) => group.nodes.map(node))], edges }
}

async function askNode(id: string, signal: AbortSignal): Promise<Addition> {
  const { expand } = await ask(EXPAND, { node: id, relations: ['RELATED_TO'], first: 1 }, signal)
  if (expand == null) throw nothing(id)
  return { nodes: [node(expand.node)], edges: [] }
}

async function withShared(nodes: CanvasNode[], view: CanvasView, signal: AbortSignal): Promise<Addition> {
  const ids = nodes.filter((one) => one.type === 'artist').map((one) => localId(one.id))
  const shared = await askTies(ids, view.giants, signal)
  if (!view.things) return { nodes, edges: pairTies(shared) }
  const things = thingTies(shared)
  return { nodes: [...nodes, ...things.nodes], edges: things.edges }
}

/** What artists share. `ids`: at most `MAX_COMPARED` of them are asked about. */
export async function askTies(ids: readonly string[], giants: boolean, signal: AbortSignal) {
  if (ids.length < 2) return []
  const { sharedTies } = await ask(SHARED, { ids: ids.slice(0, MAX_COMPARED), hideGiants: !giants }, signal)
  return sharedTies
}

async function askFinding(id: string, view: CanvasView, signal: AbortSignal): Promise<Addition> {
  const { finding } = await ask(FINDING, { id }, signal)
  if (finding == null) throw nothing(`The finding ${id}`)
  const mark = { id: finding.id, kind: finding.kind, score: finding.score, status: finding.status }
  const ends = [
    [finding.subject, 'subject'],
    [finding.target, 'target'],
  ] as const
  const artists = new Map<string, CanvasNode>()
  const others: CanvasNode[] = []
  const edges: Addition['edges'] = []
  for (const [end, role] of ends) {
    if (end?.__typename === 'Artist') artists.set(end.id, artistNode(end.id, end.name, [{ ...mark, role }]))
    if (end?.__typename === 'Release' || end?.__typename === 'Recording')
      others.push(workNode(end.__typename, end.id, end.title))
    if (end?.__typename === 'Release' && 'artists' in end) {
      for (const artist of end.artists) {
        if (!artists.has(artist.id)) artists.set(artist.id, artistNode(artist.id, artist.name, null))
        edges.push({
          kind: 'relation',
          relation: 'MAIN_ARTIST',
          source: `Release:${end.id}`,
          target: `Artist:${artist.id}`,
        })
      }
    }
  }
  for (const member of finding.members)
    if (!artists.has(member.id))
      artists.set(member.id, artistNode(member.id, member.name, [{ ...mark, role: 'member' }]))
  const [accused, other] = ends.map(([end]) => endId(end))
  if (accused != null && other != null) {
    const { id: said, kind: says, score, status } = finding
    edges.push({ kind: 'claim', source: accused, target: other, finding: said, says, score, status })
  }
  const about = ends.flatMap(([end]) => (end?.__typename === 'Artist' ? [end.id] : []))
  const [shared, ...around] = await Promise.all([
    withShared([...artists.values()], view, signal),
    ...about.map((artist) => askAround(`Artist:${artist}`, 1, view, signal, NEAREST)),
  ])
  return {
    nodes: [...shared.nodes, ...others, ...around.flatMap(({ nodes }) => nodes)],
    edges: [...shared.edges, ...edges, ...around.flatMap((one) => one.edges)],
  }
}

/** The node of a finding's end; null where it is none, or a cluster, whose members are drawn. */
const endId = (end: { __typename: string; id?: string } | null | undefined): string | null =>
  end?.id === undefined || end.__typename === 'Cluster' ? null : `${end.__typename}:${end.id}`

async function askCluster(id: string, view: CanvasView, signal: AbortSignal): Promise<Addition> {
  const { cluster } = await ask(CLUSTER, { id }, signal)
  if (cluster == null) throw nothing(`The cluster ${id}`)
  const members = cluster.members.edges.map(({ node: member }) =>
    artistNode(member.id, member.name, marksOf(member.id, member.findings)),
  )
  const releases = cluster.releases.edges.map((edge) => edge.node)
  const shared = await withShared(members, view, signal)
  const shown = members.length + releases.length
  return {
    nodes: [
      ...shared.nodes,
      ...releases.map(({ id: release, title }) => workNode('Release', release, title)),
    ],
    edges: [...shared.edges, ...releases.flatMap(byArtists)],
    ...(shown < cluster.size && {
      note: `The cluster has ${cluster.size} members; the first ${shown} are shown.`,
    }),
  }
}

const workNode = (
  type: 'Release' | 'Recording',
  id: string,
  title: string | null | undefined,
): CanvasNode => ({
  id: `${type}:${id}`,
  type: type.toLowerCase(),
  name: title ?? null,
  degree: null,
  marks: null,
})

const byArtists = (release: { id: string; artists: { id: string }[] }): Addition['edges'] =>
  release.artists.map((artist) => ({
    kind: 'relation',
    relation: 'MAIN_ARTIST',
    source: `Release:${release.id}`,
    target: `Artist:${artist.id}`,
  }))

async function askPath(from: string, to: string, signal: AbortSignal): Promise<Addition> {
  const { paths } = await ask(PATHS, { from: localId(from), to: localId(to) }, signal)
  const nodes = new Map<string, CanvasNode>()
  const edges: Addition['edges'] = []
  for (const { source, target, ties } of paths.flatMap((path) => path.steps)) {
    if (source == null || target == null) continue
    for (const end of [source, target]) nodes.set(end.id, artistNode(end.id, end.name, null))
    const weight = ties.reduce((sum, tie) => sum + tie.weight, 0)
    edges.push({ kind: 'tie', source: `Artist:${source.id}`, target: `Artist:${target.id}`, weight, ties })
  }
  return { nodes: [...nodes.values()], edges }
}

/** What a step brings. Throws: Failure. */
export function askStep(step: Step, view: CanvasView, signal: AbortSignal): Promise<Addition> {
  switch (step.do) {
    case 'around':
      return askAround(step.node, step.depth, view, signal)
    case 'expand':
      return isHandled(step.relation) ? askHandled(step, signal) : askExpand(step, signal)
    case 'node':
      return askNode(step.node, signal)
    case 'finding':
      return askFinding(step.id, view, signal)
    case 'cluster':
      return askCluster(step.id, view, signal)
    case 'path':
      return askPath(step.from, step.to, signal)
    default:
      return Promise.resolve(EMPTY)
  }
}
