import { expect, test } from 'vitest'
import { isWhole, joinOutcomes, readOutcome, type Said, tellOutcome } from './outcome'

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
    '1 finding confirmed; 1 not: somebody else changed it since you read it; 1 refused: no such finding',
  )
})

test('deciding anyway clears the conflicts and keeps what was done', () => {
  const before = readOutcome([{ id: 'a' }, { id: 'b' }], [done('r1'), conflict])
  const after = readOutcome([{ id: 'b' }], [done('r2')])
  const joined = joinOutcomes(before, after)
  expect(joined.done.map((item) => item.reviewId)).toEqual(['r1', 'r2'])
  expect(isWhole(joined)).toBe(true)
})
