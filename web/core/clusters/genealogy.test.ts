import { expect, test } from 'vitest'
import { buildGenealogy, describeStep, growthOf, type Step } from './genealogy'

const step = (night: string, clusterId: string, change: string, more: Partial<Step> = {}): Step => ({
  date: '2026-11-28',
  runId: night,
  clusterId,
  change,
  size: 3,
  fromIds: [],
  intoIds: [],
  joined: [],
  left: [],
  ...more,
})
// two are born, then one goes into the other; newest first
const grown = step('n2', 'a', 'GROWN', { size: 7, previousSize: 4, fromIds: ['b'], joined: ['x', 'y', 'z'] })
const merged = step('n2', 'b', 'MERGED', { size: 0, previousSize: 3, intoIds: ['a'] })
const born = step('n1', 'a', 'BORN', { size: 4 })
const steps = [grown, merged, step('n1', 'b', 'BORN'), born]

test('nights go from left to right, one column for each run even of one day', () => {
  const { nights, stages } = buildGenealogy(steps, 'a')
  expect(nights.map(({ key }) => key)).toEqual(['n1', 'n2'])
  expect(stages.map(({ column }) => column)).toEqual([0, 0, 1, 1])
})

test('the cluster itself has the first row', () => {
  expect(buildGenealogy(steps, 'b').clusterIds).toEqual(['b', 'a'])
})

test('it descends from itself and from what merged into it', () => {
  const { descents } = buildGenealogy(steps, 'a')
  const said = descents.map(({ from, to, kind }) => `${from.step.clusterId}>${to.step.clusterId} ${kind}`)
  expect(said.toSorted()).toEqual(['a>a same', 'b>a kin', 'b>b same'])
})

test('no history is no genealogy', () => {
  expect(buildGenealogy([], 'a')).toEqual({ nights: [], clusterIds: ['a'], stages: [], descents: [] })
})

test.each([
  [grown, 'Grew from 4 to 7 members: 3 joined'],
  [merged, 'Merged into another, it had 3 members'],
  [born, 'First seen with 4 members'],
  [
    step('n', 'a', 'CHANGED', { previousSize: 3, joined: ['x'], left: ['y'] }),
    'Changed members with 3 members: 1 joined, 1 left',
  ],
])('a night in words', (given, words) => {
  expect(describeStep(given)).toBe(words)
})

test.each([
  [5, null, 'new'],
  [5, 3, '+2'],
  [3, 5, '−2'],
  [3, 3, null],
] as const)('%d after %s is %s', (size, before, words) => {
  expect(growthOf(size, before)).toBe(words)
})
