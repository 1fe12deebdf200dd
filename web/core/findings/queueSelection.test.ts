import { expect, test } from 'vitest'
import {
  cameBack,
  extend,
  letGo,
  MOST_AT_ONCE,
  meant,
  move,
  NOTHING,
  placeOf,
  settle,
  toggle,
  toggleAll,
} from './queueSelection'

const ids = ['a', 'b', 'c', 'd', 'e']

test('the first step enters the list, and no step leaves it', () => {
  const first = move(ids, NOTHING, 1)
  expect(first.focus).toBe('a')
  expect(move(ids, first, -1).focus).toBe('a')
  expect(move(ids, move(ids, first, 99), 1).focus).toBe('e')
  expect(move([], NOTHING, 1).focus).toBeNull()
})

test('without a pick the row in focus is meant, with one the picked rows in their order', () => {
  const at = move(ids, NOTHING, 1)
  expect(meant(ids, at)).toEqual(['a'])
  expect(meant(ids, toggle(toggle(at, 'd'), 'b'))).toEqual(['b', 'd'])
  expect(meant(ids, letGo(toggle(at, 'd')))).toEqual(['d'])
})

test('a range reaches from the last pick to the row, in both directions', () => {
  const from = toggle(NOTHING, 'c')
  expect([...extend(ids, from, 'e').picked]).toEqual(['c', 'd', 'e'])
  expect(meant(ids, extend(ids, from, 'a'))).toEqual(['a', 'b', 'c'])
})

test('a row that is no longer there is not meant', () => {
  const gone = { ...NOTHING, focus: 'z', picked: new Set(['z', 'a']) }
  expect(placeOf(ids, gone)).toBe(-1)
  expect(meant(ids, gone)).toEqual(['a'])
  expect(meant(ids, { ...NOTHING, focus: 'z' })).toEqual([])
})

test('all is as many as one request takes, and then none', () => {
  const many = Array.from({ length: MOST_AT_ONCE + 20 }, (_, place) => `f${place}`)
  const all = toggleAll(many, NOTHING)
  expect(all.picked.size).toBe(MOST_AT_ONCE)
  expect(toggleAll(many, all).picked.size).toBe(0)
})

test('the focus of a row that was decided goes to the next one', () => {
  const at = { ...NOTHING, focus: 'c' }
  expect(settle(['a', 'b', 'd', 'e'], at, ids).focus).toBe('d')
  expect(settle(['a', 'e'], at, ids).focus).toBe('e')
  expect(settle(['a', 'b'], at, ids).focus).toBe('b')
  expect(settle(ids, at, ids)).toBe(at)
  expect(settle([], at, ids).focus).toBe('c')
  expect(settle(['x'], at, []).focus).toBe('c')
  expect(settle(ids, NOTHING, ids).focus).toBeNull()
})

test('a row that was decided on and is back after an undo is told, and no other', () => {
  const decided = new Set(['b'])
  expect(cameBack(['a', 'c'], ['a', 'b', 'c', 'd'], decided)).toBe('b')
  expect(cameBack(['a', 'b', 'c'], ['a', 'b', 'c'], decided)).toBeNull()
  expect(cameBack(['a'], ['a', 'd'], decided)).toBeNull()
  expect(cameBack([], ['a', 'b'], decided)).toBeNull()
})
