import { expect, test } from 'vitest'
import { historyOf, undoableOf } from './history'

const review = (id: string, at: string, undone = false) => ({
  ...{ id, at, undone, decision: 'DISMISSED', reviewer: 'ines', reason: 'a namesake' },
  ...(undone ? { undoneBy: 'tom' } : {}),
})
const finding = {
  ...{ firstSeen: '2026-11-20', lastSeen: '2026-11-24', returnedOn: '2026-11-23', changedOn: '2026-11-23' },
  current: true,
  newEvidence: ['Pays Ana (not known when it was dismissed)'],
  reviews: [review('r1', '2026-11-21T09:00:00Z'), review('r2', '2026-11-22T09:00:00Z', true)],
  notes: [{ id: 'n1', author: 'tom', text: 'wrote to them', at: '2026-11-21T10:00:00Z' }],
}

test('nights, decisions and notes are one history, newest first', () => {
  expect(historyOf(finding).map(({ key }) => key)).toEqual(['returned', 'r2', 'n1', 'r1', 'first'])
  expect(historyOf(finding)[0]?.text).toBe('Pays Ana (not known when it was dismissed)')
  expect(historyOf(finding)[1]?.undone).toBe('taken back by tom')
})

test('a finding that is no longer said tells since when', () => {
  expect(historyOf({ ...finding, current: false })[0]?.what).toBe('Said for the last time')
})

test('only who decided, or an admin, takes back the last decision that stands', () => {
  const happenings = historyOf(finding)
  expect(undoableOf(happenings, { name: 'ines', permissions: ['review'] })).toBe('r1')
  expect(undoableOf(happenings, { name: 'tom', permissions: ['review'] })).toBeNull()
  expect(undoableOf(happenings, { name: 'tom', permissions: ['admin'] })).toBe('r1')
  expect(undoableOf([], { name: 'ines', permissions: ['review'] })).toBeNull()
})

test('an assignment is in the history, and is not what is taken back', () => {
  const assigned = {
    ...review('r3', '2026-11-24T09:00:00Z'),
    decision: 'ASSIGNED',
    reason: '',
    assignee: 'ines',
  }
  const happenings = historyOf({ ...finding, reviews: [assigned, ...finding.reviews] })
  expect(happenings[0]?.what).toBe('Given to ines')
  expect(undoableOf(happenings, { name: 'ines', permissions: ['review'] })).toBe('r1')
})
