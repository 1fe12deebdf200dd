import { expect, test } from 'vitest'
import { columnName, differences, valueText } from './versions'

const versions = [
  {
    since: '2026-02-01',
    changed: ['name', 'genres', 'ended_on'],
    value: { name: 'New', genres: ['folk', 'jazz'] },
  },
  { since: '2026-01-01', changed: ['name', 'ended_on'], value: { name: 'Old', ended_on: '2020-01-01' } },
]

test('a change tells what was said before and what is said now', () => {
  expect(differences(versions, 0)).toEqual([
    { column: 'name', before: 'Old', now: 'New' },
    { column: 'genres', before: null, now: 'folk, jazz' },
    { column: 'ended_on', before: '2020-01-01', now: null },
  ])
})

test('the first version had nothing before it', () => {
  expect(differences(versions, 1).every(({ before }) => before === null)).toBe(true)
})

test.each([
  [false, 'no'],
  [[], null],
  ['', null],
  [12, '12'],
  [{ a: 1 }, '{"a":1}'],
])('%j reads as %j', (value, text) => {
  expect(valueText(value)).toBe(text)
})

test('a column has a name in words', () => {
  expect([columnName('monthly_listeners'), columnName('isni')]).toEqual(['Monthly listeners', 'ISNI'])
})
