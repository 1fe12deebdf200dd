import { expect, test } from 'vitest'
import { clusterClaim } from './claim'

const cluster = {
  ...{ id: 'farm-1', kind: 'CONTENT_FARM' as const, score: 0.97, size: 11 },
  members: { edges: [{ node: { id: 'a1', name: 'Soft Night' } }] },
  releases: { edges: [] },
}

test('a cluster claims what its finding claims, never as a fact', () => {
  expect(clusterClaim(cluster)).toBe(
    '11 profiles seem to be run by one operator to mass-produce interchangeable content: “Soft Night” and 10 more',
  )
  expect(clusterClaim({ ...cluster, score: 0.13 })).toContain('might be run by')
})
