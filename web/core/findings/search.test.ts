import { expect, test } from 'vitest'
import {
  conditionsOf,
  isNarrowed,
  isNewsWider,
  kindsOf,
  orderOf,
  readQueueSearch,
  statusesOf,
  toggleKind,
  toggleStatus,
} from './search'

test('an address without anything is what waits for a decision, most pressing first', () => {
  const search = readQueueSearch({})
  expect(search).toEqual({})
  expect(isNarrowed(search)).toBe(false)
  expect(orderOf(search)).toBe('PRIORITY')
  expect(conditionsOf(search)).toMatchObject({ kinds: null, statuses: ['open', 'reopened'], current: true })
})

test('what cannot be read is left out, and the rest stays', () => {
  const given = {
    kind: 'CAMPAIGN.WHAT',
    status: 'odd',
    minScore: 4,
    since: '2026-13-40',
    change: 'new',
    at: 7,
  }
  expect(readQueueSearch(given)).toEqual({ kind: 'CAMPAIGN', at: '7' })
})

test('several kinds and statuses are read in one order, whatever the address has', () => {
  const search = readQueueSearch({ kind: 'CAMPAIGN.IMPERSONATION', status: 'unsure.open' })
  expect(kindsOf(search)).toEqual(['IMPERSONATION', 'CAMPAIGN'])
  expect(search.status).toBe('open.unsure')
})

test('a search that was read is read again as itself', () => {
  const search = readQueueSearch({
    kind: 'CAMPAIGN',
    status: 'all',
    minScore: 0.5,
    since: '2026-11-28',
    change: 'new',
    shown: 'gone',
    order: 'newest',
    assignee: 'ada',
    preview: 'off',
  })
  expect(readQueueSearch(search)).toEqual(search)
  expect(Object.keys(search)).toHaveLength(9)
})

test('a kind is added and taken away, and the focus with it', () => {
  const both = toggleKind({ kind: 'CAMPAIGN', at: 'f1' }, 'IMPERSONATION')
  expect(both.kind).toBe('IMPERSONATION.CAMPAIGN')
  expect(both.at).toBeUndefined()
  expect(toggleKind({ kind: 'CAMPAIGN' }, 'CAMPAIGN').kind).toBeUndefined()
})

test('statuses start from what waits, and the address stays short where they are it', () => {
  expect(toggleStatus({}, 'unsure').status).toBe('open.reopened.unsure')
  expect(toggleStatus({ status: 'open.reopened.unsure' }, 'unsure').status).toBeUndefined()
  expect(statusesOf({ status: 'all' })).toEqual([])
})

test('new since a day asks for the first day, changed since for the last change', () => {
  const since = '2026-11-28'
  expect(conditionsOf({ since, change: 'new' })).toMatchObject({ firstSeenSince: since, changedSince: null })
  expect(conditionsOf({ since })).toMatchObject({ firstSeenSince: null, changedSince: since })
  expect(conditionsOf({ shown: 'all' }).current).toBeNull()
  expect(conditionsOf({ shown: 'gone' }).current).toBe(false)
})

test('the news is narrowed by kind, score and status alone', () => {
  expect(
    isNewsWider(readQueueSearch({ kind: 'IMPERSONATION', minScore: 0.9, status: 'open', order: 'newest' })),
  ).toBe(false)
  for (const part of [
    { distributor: 'd1' },
    { assignee: 'ines' },
    { since: '2026-11-01' },
    { shown: 'gone' },
  ]) {
    expect(isNewsWider(readQueueSearch(part))).toBe(true)
  }
})
