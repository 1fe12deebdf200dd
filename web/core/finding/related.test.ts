import { expect, test } from 'vitest'
import { type Related, relatedOf } from './related'

const finding = (id: string, score: number, status = 'open'): Related => ({
  ...{ id, kind: 'IMPERSONATION', score, status },
  subject: { __typename: 'Artist', id: 's', name: 'S' },
  target: null,
})
const artist = (id: string, findings: Related[]) => ({ __typename: 'Artist' as const, id, findings })

test('each other finding once, itself not, those to decide first', () => {
  const rows = relatedOf(
    {
      subject: artist('s', [finding('own', 0.9), finding('done', 0.95, 'confirmed'), finding('b', 0.4)]),
      target: artist('t', [finding('own', 0.9), finding('b', 0.4), finding('c', 0.8)]),
    },
    'own',
  )
  expect(rows.map(({ id, tie }) => [id, tie])).toEqual([
    ['c', 'same target'],
    ['b', 'same subject'],
    ['done', 'same subject'],
  ])
})

test('of a cluster, the findings about its members; of a release, also those about its artists', () => {
  const edge = (id: string, findings: Related[]) => ({ node: { id, findings } })
  const cluster = {
    __typename: 'Cluster' as const,
    id: 'k',
    members: { edges: [edge('a', [finding('m', 0.5)])] },
    releases: { edges: [edge('r', [finding('n', 0.6)])] },
  }
  expect(relatedOf({ subject: cluster }, 'own').map(({ id, tie }) => [id, tie])).toEqual([
    ['n', 'about a member'],
    ['m', 'about a member'],
  ])
  const release = {
    __typename: 'Release' as const,
    ...{ id: 'r', findings: [finding('own', 1)], artists: [{ id: 'a', findings: [finding('x', 0.7)] }] },
  }
  expect(relatedOf({ subject: release }, 'own').map(({ id, tie }) => [id, tie])).toEqual([
    ['x', 'about its artist'],
  ])
})

test('what has left the graph has no other findings', () => {
  expect(relatedOf({ subject: null, target: null }, 'own')).toEqual([])
})
