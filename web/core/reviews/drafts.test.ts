import { expect, test } from 'vitest'
import { draftKey, forgetDrafts, keepDraft, readDraft } from './drafts'

/** A store as a tab has one. */
function tab() {
  const held = new Map<string, string>()
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, text: string) => void held.set(key, text),
    removeItem: (key: string) => void held.delete(key),
    key: (place: number) => [...held.keys()][place] ?? null,
    get length() {
      return held.size
    },
  }
}

test('a draft is found again by what it is about, whatever the order', () => {
  const store = tab()
  keepDraft(draftKey('decide', ['b', 'a']), 'a namesake', store)
  expect(readDraft(draftKey('decide', ['a', 'b']), store)).toBe('a namesake')
  expect(readDraft(draftKey('note', ['a', 'b']), store)).toBe('')
  expect(readDraft(draftKey('decide', ['a']), store)).toBe('')
})

test('an emptied draft leaves nothing behind', () => {
  const store = tab()
  keepDraft('k', 'text', store)
  keepDraft('k', ' ', store)
  expect(store.length).toBe(0)
})

test('all drafts are forgotten and nothing else', () => {
  const store = tab()
  store.setItem('namesake-key', 'secret')
  for (const id of ['a', 'b', 'c']) keepDraft(draftKey('note', [id]), 'text', store)
  forgetDrafts(store)
  expect([store.length, store.getItem('namesake-key')]).toEqual([1, 'secret'])
})
