import { expect, test } from 'vitest'
import { readClusterSearch } from './clusterSearch'
import {
  arrangeMembers,
  comparedMembers,
  findingsOfPart,
  type Member,
  type MemberFinding,
  toggle,
} from './members'

const member = (id: string, more: Partial<Member> = {}): Member => ({
  id,
  name: id,
  country: null,
  followers: null,
  listeners: null,
  created: null,
  verified: null,
  releases: null,
  findings: [],
  strength: null,
  ...more,
})
const members = [
  member('a', { strength: 0.5, followers: 10, name: 'Zed' }),
  member('b', { strength: 1, followers: 200, name: 'Amy' }),
  member('c', { followers: 30, name: 'Mo' }),
]
const ids = (found: Member[]) => found.map(({ id }) => id).join('')

test.each([
  ['strength', false, 'bac'],
  ['strength', true, 'abc'],
  ['followers', false, 'bca'],
  ['name', true, 'bca'],
] as const)('members by %s, rising %s, are %s; unknown ones last', (sort, up, order) => {
  expect(ids(arrangeMembers(members, { sort, up, find: '' }))).toBe(order)
})

test('only members whose name or id has the text', () => {
  expect(ids(arrangeMembers(members, { sort: 'name', up: true, find: ' ZE' }))).toBe('a')
})

test('a member is put in, then taken out', () => {
  expect(toggle(toggle(['a'], 'b'), 'a')).toEqual(['b'])
})

test('the firmest are compared where no part is selected, the part where it is', () => {
  expect(comparedMembers(['c'], ['a', 'b', 'c'], [0.5, 1, null])).toEqual(['b', 'a', 'c'])
  expect(comparedMembers(['c', 'a'], ['a', 'b', 'c'], [])).toEqual(['c', 'a'])
  expect(comparedMembers(['c', 'a', 'r'], ['a', 'c', 'r', 'd'], [], ['r'])).toEqual(['c', 'a'])
  expect(comparedMembers([], ['r', 'q'], [], ['r', 'q'])).toEqual([])
  const many = Array.from({ length: 80 }, (_, n) => `${n}`)
  expect(comparedMembers([], many, []).length).toBe(50)
})

test('an address keeps what it can say and drops the rest', () => {
  expect(readClusterSearch({ sort: 'followers', up: true, find: 5, part: ['a', 1], lanes: 'x' })).toEqual({
    sort: 'followers',
    up: true,
    find: '5',
    part: ['a', '1'],
  })
  expect(readClusterSearch({ sort: 'height', up: 'yes', part: 'a' })).toEqual({})
})

test('a part has the findings about its members, each once, not those of the cluster', () => {
  const finding = (id: string): MemberFinding => ({ id, kind: 'IMPERSONATION', status: 'open', version: 0 })
  const some = [
    member('a', { findings: [finding('f'), finding('whole')] }),
    member('b', { findings: [finding('f'), finding('g')] }),
    member('c', { findings: [finding('h')] }),
  ]
  expect(findingsOfPart(some, ['a', 'b'], ['whole']).map(({ id }) => id)).toEqual(['f', 'g'])
})
