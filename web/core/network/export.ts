import type { SerializedGraph } from 'graphology-types'
import type { Point } from './geometry'
import { claimWords, kindOf, relationHelp } from './kinds'
import { type CanvasEdge, type CanvasNetwork, edgeKey } from './network'

function attributesOf(edge: CanvasEdge) {
  if (edge.kind === 'tie') return { kind: 'tie', weight: edge.weight, ties: edge.ties }
  if (edge.kind === 'relation') return { kind: edge.relation, meaning: relationHelp(edge.relation) }
  const { finding, score, status } = edge
  return { kind: 'claim', meaning: claimWords(edge.says), finding, score, status }
}

/** The canvas as a file that graphology, gephi-lite and others read. `address`: the view it comes from; `at`: when, ISO 8601, UTC. */
export function exportNetwork(
  network: CanvasNetwork,
  places: ReadonlyMap<string, Point>,
  from: { address: string; at: string },
): SerializedGraph {
  return {
    attributes: { name: 'Namesake network', ...from },
    options: { type: 'mixed', multi: true, allowSelfLoops: true },
    nodes: [...network.nodes.values()].map(({ id, type, name, degree, marks }) => ({
      key: id,
      attributes: { label: name ?? id, type: kindOf(type).name, degree, findings: marks, ...places.get(id) },
    })),
    edges: [...network.edges.values()].map((edge) => ({
      key: edgeKey(edge),
      source: edge.source,
      target: edge.target,
      undirected: edge.kind === 'tie',
      attributes: attributesOf(edge),
    })),
  }
}
