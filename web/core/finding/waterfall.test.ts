import { expect, test } from 'vitest'
import { probability } from './logOdds'
import { axisOf, buildWaterfall, marksOf, orderFacts, sidesOf, toggleFact } from './waterfall'

const facts = [
  { type: 'name', weight: 5 },
  { type: 'payee', weight: 2 },
  { type: 'age', weight: -0.5 },
  { type: 'catalogue', weight: -1.5 },
]

test('each bar begins where the one before ended, from the prior to the score', () => {
  const { steps, start, end } = buildWaterfall(-4, facts, new Set())
  expect(start).toBe(-4)
  expect(steps[0]?.from).toBe(-4)
  for (const [place, step] of steps.slice(1).entries()) expect(step.from).toBe(steps[place]?.to)
  expect(end).toBe(1)
  expect(probability(end)).toBeCloseTo(0.731, 3)
})

test('a fact that is ticked off moves nothing', () => {
  const { steps, end } = buildWaterfall(-4, facts, new Set(['name']))
  expect(steps[0]).toMatchObject({ counted: false, from: -4, to: -4 })
  expect(end).toBe(-4)
})

test('the order changes the way, not the end', () => {
  const against = orderFacts(facts, 'against')
  expect(against.map(({ type }) => type)).toEqual(['catalogue', 'age', 'name', 'payee'])
  expect(buildWaterfall(-4, against, new Set()).end).toBe(buildWaterfall(-4, facts, new Set()).end)
})

test('the axis holds every total in either order, and even odds', () => {
  const [least, most] = axisOf(-4, orderFacts(facts, 'against'))
  expect(least).toBeLessThan(-6)
  expect(most).toBeGreaterThan(1)
  expect(marksOf([least, most]).map(({ probability: mark }) => mark)).toContain(0.5)
})

test('the axis holds every total, whatever is left out', () => {
  const given = [
    { type: 'name', weight: 10 },
    { type: 'age', weight: -4 },
  ]
  const [least, most] = axisOf(-3, given)
  for (const without of [[], ['name'], ['age'], ['name', 'age']]) {
    for (const { from, to } of buildWaterfall(-3, given, new Set(without)).steps) {
      expect(Math.min(from, to)).toBeGreaterThanOrEqual(least)
      expect(Math.max(from, to)).toBeLessThanOrEqual(most)
    }
  }
})

test('names on the axis never touch', () => {
  for (const axis of [
    [-13, 8],
    [-3, 1],
    [-30, 25],
  ] as const) {
    const marks = marksOf(axis)
    expect(marks.length).toBeGreaterThan(1)
    for (const [place, mark] of marks.slice(1).entries()) {
      expect(mark.at - (marks[place]?.at ?? 0)).toBeGreaterThanOrEqual(0.14)
    }
  }
})

test('both sides are told with their sums, the heaviest first', () => {
  const sides = sidesOf(facts)
  expect(sides.for.map(({ type }) => type)).toEqual(['name', 'payee'])
  expect(sides.against.map(({ type }) => type)).toEqual(['catalogue', 'age'])
  expect(sides.forSum).toBe(7)
  expect(sides.againstSum).toBe(-2)
})

test('ticking off twice is as before', () => {
  expect(toggleFact(toggleFact(['age'], 'name'), 'name')).toEqual(['age'])
})
