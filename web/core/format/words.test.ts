import { expect, test } from 'vitest'
import { countOf, shortCountOf } from './words'

test('one of a thing is told in the singular, in full and in short', () => {
  expect([0, 1, 2].map((count) => countOf(count, 'release'))).toEqual([
    '0 releases',
    '1 release',
    '2 releases',
  ])
  expect([1, 12_345].map((count) => shortCountOf(count, 'stream'))).toEqual(['1 stream', '12.3K streams'])
  expect(countOf(1, 'person', 'people')).toBe('1 person')
})
