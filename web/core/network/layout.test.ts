import { expect, test } from 'vitest'
import { frameRate, madeUpNetwork } from './benchmark'
import { hashed, isInside, rectangle } from './geometry'
import { type LayoutTask, placeAll, placeRings } from './layout'
import { neighboursOf } from './network'
import { decodePlaces, encodePlaces } from './places'

const ids = Array.from({ length: 12 }, (_, index) => `n${index}`)
const edges = ids
  .slice(1)
  .map((id, index) => ({ source: ids[Math.floor(index / 2)] as string, target: id, weight: 1 }))
const task = (from: number, to: number, known = new Map<string, { x: number; y: number }>()): LayoutTask => ({
  nodes: ids.slice(0, to).map((id, index) => {
    const at = known.get(id)
    return { id, generation: index < from ? 1 : 2, size: 8, ...(at !== undefined && { at }) }
  }),
  edges,
})

test('the same task gives the same places', () => {
  expect([...placeAll(task(12, 12))]).toEqual([...placeAll(task(12, 12))])
})

test('nodes that are placed stay, and new ones come near what they are tied to', () => {
  const before = placeAll(task(6, 6))
  const after = placeAll(task(6, 12, before))
  for (const [id, place] of before) expect(after.get(id)).toEqual(place)
  for (const id of ids) expect(Number.isFinite(after.get(id)?.x)).toBe(true)
})

test('all steps at once lay out as one after the other did', () => {
  const before = placeAll(task(6, 6))
  const oneByOne = placeAll(task(6, 12, before))
  const atOnce = placeAll(task(6, 12))
  for (const id of ids) expect(atOnce.get(id)).toEqual(oneByOne.get(id))
})

test('nodes that come later lie on none that stay, however dense those are', () => {
  const known = new Map(
    Array.from({ length: 25 }, (_, index) => [
      `known ${index}`,
      { x: 30 * (index % 5), y: 30 * Math.floor(index / 5) },
    ]),
  )
  const late = Array.from({ length: 8 }, (_, index) => `late ${index}`)
  const after = placeAll({
    nodes: [
      ...[...known].map(([id, at]) => ({ id, at, generation: 1, size: 8 })),
      ...late.map((id) => ({ id, generation: 2, size: 8 })),
    ],
    edges: late.map((id) => ({ source: 'known 12', target: id, weight: 5 })),
  })
  for (const [id, place] of known) expect(after.get(id)).toEqual(place)
  for (const one of late)
    for (const [id, { x, y }] of after) {
      const own = after.get(one) ?? { x: 0, y: 0 }
      if (id !== one) expect(Math.hypot(own.x - x, own.y - y)).toBeGreaterThan(16)
    }
})

test('no two nodes lie on each other', () => {
  const places = [...placeAll(task(12, 12)).values()]
  for (const [index, one] of places.entries())
    for (const other of places.slice(index + 1))
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(8)
})

test('rings are as far out as nodes are steps away', () => {
  const neighbours = neighboursOf(edges.map((edge) => ({ kind: 'relation', relation: 'R', ...edge })))
  const places = placeRings([...ids, 'alone'], neighbours, 'n0')
  const away = (id: string) => Math.hypot(places.get(id)?.x ?? 0, places.get(id)?.y ?? 0)
  expect(away('n0')).toBe(0)
  expect(away('n1')).toBeCloseTo(away('n2'))
  expect(away('n3')).toBeGreaterThan(away('n1'))
  expect(away('alone')).toBeGreaterThan(away('n11'))
})

test('places go into an address and come back to the unit', () => {
  const places = placeAll(task(12, 12))
  const told = decodePlaces(encodePlaces(places), ids)
  for (const [id, { x, y }] of places) {
    expect(Math.abs((told.get(id)?.x ?? Infinity) - x)).toBeLessThanOrEqual(0.5)
    expect(Math.abs((told.get(id)?.y ?? Infinity) - y)).toBeLessThanOrEqual(0.5)
  }
  expect(decodePlaces('nonsense', ids).size).toBe(0)
})

test('a lasso holds what is inside of it', () => {
  const outline = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 10 },
    { x: 5, y: 5 },
    { x: 0, y: 10 },
  ]
  expect(isInside({ x: 2, y: 5 }, outline)).toBe(true)
  expect(isInside({ x: 5, y: 8 }, outline)).toBe(false)
  expect(isInside({ x: 11, y: 1 }, outline)).toBe(false)
  expect(isInside({ x: 3, y: 3 }, rectangle({ x: 5, y: 5 }, { x: 1, y: 1 }))).toBe(true)
  expect(isInside({ x: 3, y: 3 }, [])).toBe(false)
})

test('hashes are spread from 0 to 1', () => {
  const values = Array.from({ length: 1000 }, (_, index) => hashed(`id ${index}`))
  expect(Math.min(...values)).toBeLessThan(0.02)
  expect(Math.max(...values)).toBeGreaterThan(0.98)
  expect(values.reduce((sum, value) => sum + value, 0) / 1000).toBeCloseTo(0.5, 1)
})

test('the made-up network has its size and is always the same', () => {
  const { network, places } = madeUpNetwork(500)
  expect(network.nodes.size).toBe(500)
  expect(places.size).toBe(500)
  expect(network.edges.size).toBeGreaterThan(1200)
  for (const edge of network.edges.values())
    expect(network.nodes.has(edge.source) && network.nodes.has(edge.target)).toBe(true)
  expect([...madeUpNetwork(500).places]).toEqual([...places])
})

test('a frame rate counts frames over time and tells the longest', () => {
  expect(frameRate([0, 20, 40, 100])).toEqual({ frames: 3, seconds: 0.1, fps: 30, worstMs: 60 })
  expect(frameRate([5]).fps).toBe(0)
})
