import { expect, test } from 'vitest'
import { extendWalk, placeIn } from './walk'

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
