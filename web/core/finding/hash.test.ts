import { expect, test } from 'vitest'
import { bitsApart, bitsOf, closestCovers, tellApart } from './hash'

test('sixteen digits are 64 bits, the first digit first', () => {
  const bits = bitsOf('8000000000000001')
  expect(bits).toHaveLength(64)
  expect(bits?.[0]).toBe(true)
  expect(bits?.[63]).toBe(true)
  expect(bits?.filter(Boolean)).toHaveLength(2)
})

test('the distance counts differing bits', () => {
  expect(bitsApart('ff00', 'ff00')).toBe(0)
  expect(bitsApart('ff00', 'fe01')).toBe(2)
  expect(bitsApart('0000000000000000', 'ffffffffffffffff')).toBe(64)
})

test('what cannot be compared has no distance', () => {
  expect(bitsApart(null, 'ff')).toBeNull()
  expect(bitsApart('ff', 'ffff')).toBeNull()
  expect(bitsApart('zz', 'ff')).toBeNull()
})

test('half of the bits is what chance gives', () => {
  expect(tellApart(0, 64)).toBe('the same')
  expect(tellApart(2, 64)).toBe('nearly the same')
  expect(tellApart(32, 64)).toBe('no more alike than chance')
})

test('covers that are alike are paired, best first; others are not', () => {
  const cover = (id: string, coverPhash: string | null) => ({ id, coverPhash })
  const pairs = closestCovers(
    [cover('a', '0000000000000000'), cover('b', null)],
    [cover('x', '000000000000000f'), cover('y', '0000000000000001'), cover('z', 'ffffffffffffffff')],
  )
  expect(pairs.map(({ left, right, apart }) => [left.id, right.id, apart])).toEqual([
    ['a', 'y', 1],
    ['a', 'x', 4],
  ])
})
