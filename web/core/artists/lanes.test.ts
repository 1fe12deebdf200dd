import { expect, test } from 'vitest'
import { axisTicks, buildLanes, describeLane, describeSpan, standingOf, type TimedRelease } from './lanes'

const DAY = 86_400_000
const release = (id: string, day: string | null, more: Partial<TimedRelease> = {}): TimedRelease => ({
  id,
  releaseDate: day,
  distributor: { id: 'old', name: 'Old' },
  findings: [],
  ...more,
})
const hijack = release('h', '2024-03-01', {
  distributor: { id: 'new', name: 'New' },
  artistAssignment: 'name_only',
  findings: [{ id: 'f', kind: 'MISATTRIBUTION', score: 0.9, status: 'open' }],
})

test('a latecomer has the last lane, and its words say so', () => {
  const { lanes, from } = buildLanes(
    [hijack, release('a', '2010-01-01'), release('b', '2015-01-01')],
    'distributor',
  )
  expect(lanes.map((lane) => lane.name)).toEqual(['Old', 'New'])
  expect(lanes.map((lane) => describeLane(lane, from))[1]).toBe(
    '1 release, 1 by name only, 1 with likely findings; began 14 years after the first',
  )
})

test('each release has one mark in each lane of its owners, and none is lost', () => {
  const paid = { payouts: [{ payee: { id: 'p' } }, { payee: { id: 'q' } }, { payee: { id: 'p' } }] }
  const { lanes, undated } = buildLanes(
    [release('a', '2010-01-01', paid), release('b', null), release('c', '2011-01-01')],
    'payee',
  )
  expect(lanes.map((lane) => [lane.key, lane.marks.length])).toEqual([
    ['p', 1],
    ['q', 1],
    ['', 1],
  ])
  expect(undated).toBe(1)
})

test('when it was received counts before when it came out', () => {
  const { from } = buildLanes([release('a', '2010-01-01', { receivedAt: '2012-01-01T00:00:00Z' })], 'label')
  expect(from).toBe(Date.UTC(2012, 0, 1))
})

test('marks at one time are raised above each other, far ones are not', () => {
  const { lanes } = buildLanes(
    ['2010-01-01', '2010-01-01', '2010-01-02', '2020-01-01'].map((day, n) => release(`${n}`, day)),
    'distributor',
  )
  expect(lanes[0]?.marks.map((mark) => mark.level)).toEqual([0, 1, 2, 0])
})

test('no releases give no lanes', () => {
  expect(buildLanes([], 'label')).toEqual({ lanes: [], from: 0, to: 0, undated: 0 })
})

test.each([
  [[], 'clear'],
  [[['dismissed', 0.9]], 'dismissed'],
  [
    [
      ['dismissed', 0.2],
      ['open', 0.9],
    ],
    'suspect',
  ],
  [[['open', 0.02]], 'unlikely'],
  [
    [
      ['dismissed', 0.9],
      ['reopened', 0.3],
    ],
    'unlikely',
  ],
  [
    [
      ['open', 0.9],
      ['confirmed', 0.4],
    ],
    'confirmed',
  ],
] as [[string, number][], string][])('findings that are %j make a release %s', (findings, standing) => {
  expect(standingOf(findings.map(([status, score]) => ({ status, score })))).toBe(standing)
})

test.each([
  [1, '1 day'],
  [45, '45 days'],
  [150, '5 months'],
  [3653, '10 years'],
])('%d days are %s', (days, text) => {
  expect(describeSpan(days * DAY)).toBe(text)
})

test.each([
  ['2010-05-01', '2020-05-01'],
  ['1960-01-01', '2026-01-01'],
  ['2024-01-15', '2024-06-01'],
  ['2024-01-15', '2025-05-01'],
])('the axis from %s to %s has few marks, all within', (first, last) => {
  const [from, to] = [Date.parse(first), Date.parse(last)]
  const ticks = axisTicks(from, to)
  expect(ticks.length).toBeGreaterThan(2)
  expect(ticks.length).toBeLessThan(12)
  expect(ticks.every(({ at }) => at >= from && at <= to)).toBe(true)
})

test('an axis tells the year in which it begins, unless the next mark is close', () => {
  const texts = (first: string, last: string) =>
    axisTicks(Date.parse(first), Date.parse(last)).map(({ text }) => text)
  expect(texts('2020-02-01', '2024-06-01')).toEqual(['2020', '2021', '2022', '2023', '2024'])
  expect(texts('2019-12-20', '2022-06-01')).toEqual(['2020', '2021', '2022'])
  expect(texts('2024-01-02', '2024-04-15')[0]).toBe('2024-01')
})
