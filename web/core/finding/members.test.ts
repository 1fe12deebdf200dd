import { expect, test } from 'vitest'
import { membersOf } from './members'

test('the firmest member comes first, and one whose page has not come keeps its id', () => {
  const page = {
    members: { edges: [{ node: { id: 'a', name: 'Ana', country: 'DE', followers: 7 } }] },
    releases: { edges: [{ node: { id: 'r', title: 'Song', artists: [{ id: 'x', name: 'Star' }] } }] },
  }
  const members = membersOf(['a', 'b', 'r'], [0.5, 0.9, 0.7], [page, null])
  expect(members.map(({ id, type, name }) => [id, type, name])).toEqual([
    ['b', null, 'b'],
    ['r', 'release', 'Song'],
    ['a', 'artist', 'Ana'],
  ])
  expect(members[1]?.detail).toBe('on the page of Star')
  expect(members[2]?.detail).toBe('DE · 7 followers')
})

test('without strengths the order is that of the ids', () => {
  expect(membersOf(['b', 'a'], [], []).map(({ id, strength }) => [id, strength])).toEqual([
    ['b', null],
    ['a', null],
  ])
})
