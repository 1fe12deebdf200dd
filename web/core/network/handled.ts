import { queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import { Failure } from '@/core/api/failure'
import { type Addition, artistNode, type CanvasNode } from './network'
import { localId, type Step } from './steps'

const HANDLED = graphql(`
  query NetworkHandled($id: ID!, $payees: Boolean!) {
    artist(id: $id) {
      id name
      releases(first: 100) {
        totalCount
        edges { node { id distributor { nodeId name } payouts @include(if: $payees) { payee { nodeId name } } } }
      }
    }
  }
`)

/** Relationships of an artist that the graph has of its releases alone. */
const DELIVERED = 'RELEASES_DELIVERED_BY'
const PAID = 'RELEASES_PAID_TO'
const HELD_MS = 5 * 60_000

export const isHandled = (relation: string): boolean => relation === DELIVERED || relation === PAID

type Party = { nodeId: string; name?: string | null }
type Handled = { distributor?: Party | null; payouts?: { payee: Party }[] }
/** What hangs on an artist through its releases, those of the most releases first. */
export type HandledGroup = {
  relation: string
  outgoing: true
  type: string
  totalCount: number
  nodes: CanvasNode[]
}

/** Who delivers releases and who is paid for them, as groups of what hangs on their artist. */
export function handledGroups(releases: readonly Handled[]): HandledGroup[] {
  const delivered = counted(releases.map(({ distributor }) => (distributor == null ? [] : [distributor])))
  const paid = counted(releases.map(({ payouts }) => (payouts ?? []).map(({ payee }) => payee)))
  return [
    { relation: PAID, outgoing: true as const, type: 'payee', parties: paid },
    { relation: DELIVERED, outgoing: true as const, type: 'distributor', parties: delivered },
  ]
    .filter(({ parties }) => parties.length > 0)
    .map(({ parties, ...group }) => ({
      ...group,
      totalCount: parties.length,
      nodes: parties.map(({ nodeId, name }) => ({
        id: nodeId,
        type: group.type,
        name: name ?? null,
        degree: null,
        marks: null,
      })),
    }))
}

/** The parties of releases, each once, those of the most releases first. */
function counted(parties: readonly (readonly Party[])[]): Party[] {
  const found = new Map<string, { party: Party; releases: number }>()
  for (const some of parties)
    for (const party of new Map(some.map((one) => [one.nodeId, one])).values()) {
      const known = found.get(party.nodeId)
      found.set(party.nodeId, { party, releases: (known?.releases ?? 0) + 1 })
    }
  return [...found.values()].sort((left, right) => right.releases - left.releases).map(({ party }) => party)
}

async function askArtist(id: string, payees: boolean, signal: AbortSignal) {
  const { artist } = await ask(HANDLED, { id: localId(id), payees }, signal)
  if (artist == null) return null
  const { totalCount, edges } = artist.releases
  return { artist, releases: edges.map((edge) => edge.node), totalCount: totalCount ?? edges.length }
}

/** Who delivers and is paid for an artist's releases. `payees`: whether the viewer may read who is paid. */
export const handledQuery = (id: string, payees: boolean) =>
  queryOptions({
    queryKey: ['network', 'handled', id, payees],
    queryFn: async ({ signal }) => handledGroups((await askArtist(id, payees, signal))?.releases ?? []),
    staleTime: HELD_MS,
  })

/** What a step by one of these relationships brings. Throws: Failure, where the artist is gone or the payees may not be read. */
export async function askHandled(step: Step & { do: 'expand' }, signal: AbortSignal): Promise<Addition> {
  const found = await askArtist(step.node, step.relation === PAID, signal)
  if (found === null) throw new Failure('not-found', `The artist ${localId(step.node)} is not in the graph.`)
  const { artist, releases, totalCount } = found
  const group = handledGroups(releases).find(({ relation }) => relation === step.relation)
  const nodes = group?.nodes.slice(0, step.first) ?? []
  const { relation, node: source } = step
  return {
    nodes: [artistNode(artist.id, artist.name, null), ...nodes],
    edges: nodes.map(({ id: target }) => ({ kind: 'relation', relation, source, target })),
    ...(releases.length < totalCount && {
      note: `“${artist.name ?? artist.id}” has ${totalCount} releases; who handles the first ${releases.length} is shown.`,
    }),
  }
}
