import { expect, test } from 'vitest'
import { readRunsSearch } from './search'
import { endText } from './words'

const end = (name: string | null) => ({ type: 'artist', id: 'a1', name })
const row = { subject: end('Y. engine'), target: null, members: 0, memberNames: [] }

test('a finding of a report is told by its names, or its id where it has none', () => {
  expect(endText(row)).toBe('“Y. engine”')
  expect(endText({ ...row, target: end('Young\u2060 engine') })).toBe(
    '“Y. engine” and “Young‹U+2060› engine”',
  )
  expect(endText({ ...row, subject: end(null) })).toBe('a1')
})

test('a group tells how many it has, and that not all are named', () => {
  expect(endText({ ...row, members: 11, memberNames: ['A', 'B'] })).toBe('11 members: “A”, “B”…')
  expect(endText({ ...row, members: 1, memberNames: ['A'] })).toBe('1 member: “A”')
  expect(endText({ ...row, members: 3 })).toBe('3 members')
})

test('the address of the runs keeps what it knows and leaves out the rest', () => {
  expect(readRunsSearch({ at: 'r1', show: 'quarantine', source: 'ddex' })).toEqual({
    at: 'r1',
    show: 'quarantine',
    source: 'ddex',
  })
  expect(readRunsSearch({ at: 7, show: 'all', source: '' })).toEqual({})
})
