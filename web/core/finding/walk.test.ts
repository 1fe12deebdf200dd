import { expect, test } from 'vitest'
import { amongAll, extendWalk, placeIn } from './walk'

test('neighbours in the list that is walked through', () => {
  expect(placeIn(['a', 'b', 'c'], 'b')).toEqual({
    previous: 'a',
    next: 'c',
    number: 2,
    total: 3,
    more: false,
  })
  expect(placeIn(['a'], 'a')).toMatchObject({ previous: null, next: null })
  expect(placeIn(['a'], 'z')).toBeNull()
})

test('a decided finding that left the list keeps its place in the walk', () => {
  expect(extendWalk(['a', 'b', 'c'], ['a', 'c', 'd'])).toEqual(['a', 'b', 'c', 'd'])
})

test('a place is told among all of the list, however much of it is loaded', () => {
  const place = { previous: null, next: null, number: 3, total: 50, more: true }
  expect(amongAll(place, 156)).toEqual({ ...place, total: 156, more: false })
  expect(amongAll(place, null)).toEqual(place)
  expect(amongAll({ ...place, more: false }, 49)).toMatchObject({ total: 50 })
})
