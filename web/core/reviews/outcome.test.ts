import { expect, test } from 'vitest'
import { Failure } from '@/core/api/failure'
import {
  addOutcomes,
  isWhole,
  joinOutcomes,
  ownConflicts,
  readOutcome,
  refuseAll,
  type Said,
  tellOutcome,
} from './outcome'

const done = (review: string) =>
  ({
    __typename: 'ReviewDone',
    finding: { status: 'confirmed', version: 1, assignee: null },
    review: { id: review },
  }) as const
const review = { decision: 'DISMISSED', reviewer: 'ines', reason: 'a namesake', at: '2026-11-24T10:00:00Z' }
const conflict: Said = {
  __typename: 'ReviewConflict',
  message: 'version 0 was expected, there is 1',
  current: {
    id: 'b',
    kind: 'IMPERSONATION',
    version: 1,
    status: 'dismissed',
    reviews: [
      { ...review, undone: true, reviewer: 'taken back' },
      { ...review, undone: false },
    ],
  },
}
const refusal = {
  __typename: 'ReviewRefused',
  code: 'bad-argument',
  message: 'no such finding',
  hint: 'look it up',
} as const

test('each answer belongs to what was asked at its place', () => {
  const outcome = readOutcome([{ id: 'a' }, { id: 'b' }, { id: 'c' }], [done('r1'), conflict, refusal])
  expect(outcome.done).toEqual([{ id: 'a', reviewId: 'r1', status: 'confirmed', version: 1, assignee: null }])
  expect(outcome.conflicts[0]?.current.version).toBe(1)
  expect(outcome.refused[0]).toMatchObject({ id: 'c', code: 'bad-argument' })
  expect(isWhole(outcome)).toBe(false)
})

test('a conflict names the last review that stands', () => {
  const outcome = readOutcome([{ id: 'b' }], [conflict])
  expect(outcome.conflicts[0]?.current.last?.reviewer).toBe('ines')
})

test('what was not written is said beside what was', () => {
  const outcome = readOutcome([{ id: 'a' }, { id: 'b' }, { id: 'c' }], [done('r1'), conflict, refusal])
  expect(tellOutcome(outcome, 'confirmed')).toBe(
    '1 finding confirmed; 1 not: it was changed since you read it; 1 refused: no such finding',
  )
})

test('deciding anyway clears the conflicts and keeps what was done', () => {
  const before = readOutcome([{ id: 'a' }, { id: 'b' }], [done('r1'), conflict])
  const after = readOutcome([{ id: 'b' }], [done('r2')])
  const joined = joinOutcomes(before, after)
  expect(joined.done.map((item) => item.reviewId)).toEqual(['r1', 'r2'])
  expect(isWhole(joined)).toBe(true)
})

test('deciding anyway forgets no refusal of the first attempt', () => {
  const before = readOutcome([{ id: 'a' }, { id: 'b' }, { id: 'c' }], [done('r1'), conflict, refusal])
  const joined = joinOutcomes(before, readOutcome([{ id: 'b' }], [done('r2')]))
  expect(joined.refused.map(({ id }) => id)).toEqual(['c'])
  expect(isWhole(joined)).toBe(false)
})

test('what the viewer decided last is told apart from what somebody else did', () => {
  const { conflicts } = readOutcome([{ id: 'b' }], [conflict])
  expect(ownConflicts(conflicts, 'ines')).toEqual({ own: conflicts, others: [] })
  expect(ownConflicts(conflicts, 'ada')).toEqual({ own: [], others: conflicts })
  expect(ownConflicts(conflicts, undefined)).toEqual({ own: [], others: conflicts })
})

test('where a request fails midway, what was done before it and what was not are told', () => {
  const before = readOutcome([{ id: 'a' }], [done('r1')])
  const failure = new Failure('rate-limited', 'more than 600 requests a minute', 'wait 1 s')
  const whole = addOutcomes(before, refuseAll([{ id: 'b' }, { id: 'c' }], failure))
  expect(whole.refused.map(({ id, code }) => [id, code])).toEqual([
    ['b', 'rate-limited'],
    ['c', 'rate-limited'],
  ])
  expect(tellOutcome(whole, 'given to ines')).toBe(
    '1 finding given to ines; 2 refused: more than 600 requests a minute',
  )
})
