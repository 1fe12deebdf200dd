import { describe, expect, test } from 'vitest'
import {
  type Addition,
  artistNode,
  type CanvasEdge,
  type CanvasNetwork,
  countTypes,
  edgeRows,
  edgesAlong,
  filtered,
  hangingOn,
  LEAST_WEIGHT,
  marksOf,
  nodeRows,
  pairTies,
  replay,
  shortestOnCanvas,
  thingTies,
  tieKey,
} from './network'
import type { Step } from './steps'

const tie = (source: string, target: string, weight: number, type = 'payee'): CanvasEdge => ({
  kind: 'tie',
  source: `Artist:${source}`,
  target: `Artist:${target}`,
  weight,
  ties: [{ type, id: `${type}-1`, name: 'Ada', sharedBy: 2, weight }],
})
const artists = (...ids: string[]) => ids.map((id) => artistNode(id, `name ${id}`, null))
const around = (node: string): Step => ({ do: 'around', node: `Artist:${node}`, depth: 1 })
const line: Addition = { nodes: artists('a', 'b', 'c'), edges: [tie('a', 'b', 2), tie('b', 'c', 1)] }

describe('replay', () => {
  test('brings nodes once, with the number of the step that brought them first', () => {
    const network = replay(
      [around('a'), around('b')],
      [line, { nodes: artists('b', 'd'), edges: [tie('b', 'd', 3)] }],
    )
    expect([...network.nodes.keys()]).toEqual(['Artist:a', 'Artist:b', 'Artist:c', 'Artist:d'])
    expect([...network.nodes.values()].map((node) => node.step)).toEqual([0, 0, 0, 1])
    expect(network.edges.size).toBe(3)
  })

  test('a tie said from both ends is one, the heavier saying', () => {
    const network = replay(
      [around('a'), around('b')],
      [line, { nodes: artists('b'), edges: [tie('b', 'a', 5)] }],
    )
    expect(network.edges.get(tieKey('Artist:a', 'Artist:b'))).toMatchObject({ weight: 5 })
  })

  test('what is removed is gone with its ties, until a later step brings it back', () => {
    const remove: Step = { do: 'remove', node: 'Artist:b' }
    const without = replay([around('a'), remove], [line, undefined])
    expect([...without.nodes.keys()]).toEqual(['Artist:a', 'Artist:c'])
    expect(without.edges.size).toBe(0)
    const again = replay([around('a'), remove, around('b')], [line, undefined, line])
    expect(again.nodes.get('Artist:b')?.step).toBe(2)
    expect(again.edges.size).toBe(2)
  })

  test('collapsing takes what hangs on the node alone', () => {
    const network = replay([around('a')], [line])
    expect(hangingOn(network, 'Artist:b')).toEqual(new Set(['Artist:a', 'Artist:c']))
    const collapsed = replay([around('a'), { do: 'collapse', node: 'Artist:a' }], [line, undefined])
    expect([...collapsed.nodes.keys()]).toEqual(['Artist:a', 'Artist:b', 'Artist:c'])
  })

  test('a step that is on its way brings nothing; ties to what is not there are left out', () => {
    const network = replay(
      [around('a'), around('x')],
      [line, undefined],
      [tie('a', 'c', 1), tie('a', 'x', 1)],
    )
    expect(network.nodes.size).toBe(3)
    expect(network.edges.has(tieKey('Artist:a', 'Artist:c'))).toBe(true)
    expect(network.edges.has(tieKey('Artist:a', 'Artist:x'))).toBe(false)
  })
})

test('what three share makes three edges, whose weights add up', () => {
  const shared = [
    { type: 'payee', id: 'p', name: null, sharedBy: 3, weight: 0.9, artistIds: ['c', 'a', 'b'] },
    { type: 'label', id: 'l', name: null, sharedBy: 2, weight: 1.4, artistIds: ['b', 'a'] },
  ]
  const edges = pairTies(shared)
  expect(edges).toHaveLength(3)
  const both = edges.find((edge) => edge.source === 'Artist:a' && edge.target === 'Artist:b')
  expect(both?.weight).toBeCloseTo(2.3)
  expect(both?.ties.map((one) => one.type)).toEqual(['label', 'payee'])
})

describe('filtered', () => {
  const mixed: Addition = {
    nodes: [...artists('a', 'b', 'c'), { id: 'Payee:p', type: 'payee', name: 'P', degree: 2, marks: null }],
    edges: [
      {
        ...(tie('a', 'b', 3) as CanvasEdge & { kind: 'tie' }),
        ties: [
          { type: 'payee', id: 'p', sharedBy: 2, weight: 2 },
          { type: 'label', id: 'l', sharedBy: 2, weight: 1 },
        ],
      },
      tie('b', 'c', 0.2, 'distributor'),
      { kind: 'relation', relation: 'PAID_TO', source: 'Artist:a', target: 'Payee:p' },
    ],
  }
  const network = replay([around('a')], [mixed])

  test('a tie keeps the weight of what is left of it', () => {
    const shown = filtered(network, { hidden: new Set(['payee']), weight: 0 })
    expect(shown.nodes.has('Payee:p')).toBe(false)
    expect(shown.edges.get(tieKey('Artist:a', 'Artist:b'))).toMatchObject({ weight: 1 })
    expect(shown.edges.size).toBe(2)
  })

  test('light ties go, relationships stay', () => {
    const shown = filtered(network, { hidden: new Set(), weight: 1 })
    expect([...shown.edges.values()].map((edge) => edge.kind)).toEqual(['tie', 'relation'])
  })

  test('types are counted before the filter', () => {
    const counts = countTypes(network)
    expect(counts.nodes).toEqual(
      new Map([
        ['artist', 3],
        ['payee', 1],
      ]),
    )
    expect(counts.ties).toEqual(
      new Map([
        ['payee', 1],
        ['label', 1],
        ['distributor', 1],
      ]),
    )
  })
})

describe('neighbours that only their ties brought', () => {
  const near = (id: string) => ({ ...(artists(id)[0] as (typeof line.nodes)[number]), isNear: true })
  const addition: Addition = {
    nodes: [...artists('a'), near('b'), near('c'), near('d')],
    edges: [tie('a', 'b', 2), tie('a', 'c', 0.2, 'distributor'), tie('c', 'd', 3)],
  }
  const shownOf = (network: CanvasNetwork, weight: number) => [
    ...filtered(network, { hidden: new Set(), weight }).nodes.keys(),
  ]

  test('go with the faint ties that brought them, and with them what hangs on those alone', () => {
    const network = replay([around('a')], [addition])
    expect(shownOf(network, LEAST_WEIGHT)).toEqual(['Artist:a', 'Artist:b'])
    expect(shownOf(network, 0)).toEqual(['Artist:a', 'Artist:b', 'Artist:c', 'Artist:d'])
  })

  test('stay once somebody asked for them', () => {
    const asked: Addition = { nodes: artists('c'), edges: [] }
    const network = replay([around('a'), around('c')], [addition, asked])
    expect(shownOf(network, LEAST_WEIGHT)).toEqual(['Artist:a', 'Artist:b', 'Artist:c', 'Artist:d'])
    const other = replay([around('c'), around('a')], [asked, addition])
    expect(shownOf(other, LEAST_WEIGHT)).toContain('Artist:c')
  })
})

test('a claim is an edge of its own, but no tie: it makes no neighbours and no way', () => {
  const claim: CanvasEdge = {
    kind: 'claim',
    source: 'Artist:a',
    target: 'Artist:b',
    finding: 'f1',
    says: 'IMPERSONATION',
    score: 0.99,
    status: 'open',
  }
  const finding: Step = { do: 'finding', id: 'f1' }
  const apart = replay([finding], [{ nodes: artists('a', 'b'), edges: [claim] }])
  expect([...filtered(apart, { hidden: new Set(), weight: 9 }).edges.values()]).toEqual([claim])
  expect(shortestOnCanvas(apart, 'Artist:a', 'Artist:b')).toBeNull()
  expect(nodeRows(apart).map((row) => row.neighbours)).toEqual([0, 0])
  const tied = replay([finding], [{ nodes: artists('a', 'b'), edges: [tie('a', 'b', 1), claim] }])
  expect(edgeRows(tied).map((row) => row.edge.kind)).toEqual(['claim', 'tie'])
  expect([...edgesAlong(tied, ['Artist:a', 'Artist:b'])]).toEqual([tieKey('Artist:a', 'Artist:b')])
})

test('what is shared is a node between those that share it, with the id that the graph gives it', () => {
  const { nodes, edges } = thingTies([
    { type: 'payee', id: 'p7', name: 'Ada Ltd', sharedBy: 2, weight: 1.4, artistIds: ['a', 'b'] },
    { type: 'account_hash', id: 'account_hash:30', sharedBy: 2, weight: 1.4, artistIds: ['b'] },
  ])
  expect(nodes.map(({ id, degree }) => [id, degree])).toEqual([
    ['Payee:p7', 2],
    ['Identifier:account_hash:30', 2],
  ])
  expect(edges.map(({ source, target }) => [source, target])).toEqual([
    ['Artist:a', 'Payee:p7'],
    ['Artist:b', 'Payee:p7'],
    ['Artist:b', 'Identifier:account_hash:30'],
  ])
})

test('dismissed findings mark nobody; the part in a finding is the right one', () => {
  const said = (id: string, score: number, status: string, subject: string, target: string | null) => ({
    id,
    kind: 'IMPERSONATION' as const,
    score,
    status,
    subject: { __typename: 'Artist', id: subject },
    target: target === null ? null : { __typename: 'Artist', id: target },
  })
  const marks = marksOf('a', [
    said('1', 0.4, 'open', 'b', 'a'),
    said('2', 0.9, 'confirmed', 'a', 'b'),
    said('3', 0.99, 'dismissed', 'a', 'b'),
    said('4', 0.5, 'open', 'x', null),
  ])
  expect(marks.map(({ id, role }) => [id, role])).toEqual([
    ['2', 'subject'],
    ['4', 'member'],
    ['1', 'target'],
  ])
})

test('tables put the most telling first', () => {
  const network = replay([around('a')], [line])
  expect(nodeRows(network).map((row) => [row.node.id, row.neighbours, row.weight])).toEqual([
    ['Artist:b', 2, 3],
    ['Artist:a', 1, 2],
    ['Artist:c', 1, 1],
  ])
  expect(edgeRows(network).map((row) => row.edge.kind === 'tie' && row.edge.weight)).toEqual([2, 1])
})

test('the shortest way over the canvas, its edges, and none where there is none', () => {
  const network = replay([around('a')], [{ nodes: [...line.nodes, ...artists('z')], edges: line.edges }])
  const way = shortestOnCanvas(network, 'Artist:a', 'Artist:c')
  expect(way).toEqual(['Artist:a', 'Artist:b', 'Artist:c'])
  expect(edgesAlong(network, way ?? []).size).toBe(2)
  expect(shortestOnCanvas(network, 'Artist:a', 'Artist:z')).toBeNull()
})
