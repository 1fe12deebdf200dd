import { expect, test } from 'vitest'
import { claimsBetween, foldShared, toldApart } from './compare'
import { artistNode, type Mark } from './network'

const shared = (type: string, id: string, weight: number, ...artistIds: string[]) => ({
  type,
  id,
  weight,
  artistIds,
  sharedBy: 2,
  isGiant: false,
})

test('recordings of the same artists are one row, whose weight adds up; the most telling is first', () => {
  const rows = foldShared([
    shared('label', 'l', 0.4, 'a', 'b'),
    ...['r1', 'r2', 'r3'].map((id) => shared('recording', id, 1.5, 'a', 'b')),
    shared('recording', 'r4', 1.5, 'b', 'c'),
    shared('payee', 'p', 1.2, 'b', 'a'),
  ])
  expect(rows.map((row) => [row.type, row.ties.length, row.weight])).toEqual([
    ['recording', 3, 4.5],
    ['recording', 1, 1.5],
    ['payee', 1, 1.2],
    ['label', 1, 0.4],
  ])
})

test('the order of ids does not part what the same artists share, and two of a kind stay apart', () => {
  const three = ['x', 'y', 'z'].map((id, turn) =>
    shared('url', id, 1, ...(turn % 2 ? ['b', 'a'] : ['a', 'b'])),
  )
  expect(foldShared(three).map((row) => row.ties.length)).toEqual([3])
  expect(foldShared(three.slice(1)).map((row) => row.ties.length)).toEqual([1, 1])
})

test('namesakes are told apart by their ids, whatever the case, the spaces and what is not seen', () => {
  const nodes = ['Ada B', 'ADA  B', 'A\u200Bda B', 'Bo'].map((name, place) =>
    artistNode(`${place}`, name, []),
  )
  expect(toldApart(nodes)).toEqual(['Ada B (0)', 'ADA  B (1)', 'A\u200Bda B (2)', 'Bo'])
})

test('a finding is about two only where one is accused and the other may be wronged', () => {
  const mark = (id: string, role: Mark['role']): Mark => ({
    id,
    role,
    kind: 'IMPERSONATION',
    score: 0.9,
    status: 'open',
  })
  const left = [mark('1', 'subject'), mark('2', 'member'), mark('3', 'subject')]
  const right = [mark('1', 'target'), mark('2', 'member')]
  expect(claimsBetween(left, right).map(({ id, role }) => [id, role])).toEqual([['1', 'subject']])
  expect(claimsBetween(right, left).map(({ id, role }) => [id, role])).toEqual([['1', 'target']])
  expect(claimsBetween(left, null)).toEqual([])
})
