import { expect, test } from 'vitest'
import { doesSomething, match, type Shortcut } from './shortcuts'

const shortcuts: Shortcut[] = ['j', 'g q', 'g r'].map((keys) => ({ keys, does: keys, run: () => undefined }))
const none = { keys: '', at: 0 }

test('a key of its own is found at once', () => {
  expect(match(shortcuts, none, 'j', 10)[0]?.keys).toBe('j')
})

test('a sequence is found at its last key', () => {
  const [first, typed] = match(shortcuts, none, 'g', 10)
  expect(first).toBeNull()
  expect(match(shortcuts, typed, 'r', 300)[0]?.keys).toBe('g r')
})

test('a sequence that is left lying begins anew', () => {
  const [, typed] = match(shortcuts, none, 'g', 10)
  expect(match(shortcuts, typed, 'q', 5000)[0]).toBeNull()
})

test('a key that breaks a sequence counts for itself', () => {
  const [, typed] = match(shortcuts, none, 'g', 10)
  expect(match(shortcuts, typed, 'j', 20)[0]?.keys).toBe('j')
})

test('single letters and signs can be turned off, the keys with names stay', () => {
  const keys = ['j', 'X', '?', '/', '*', '😀', 'Escape', 'Enter', 'ArrowDown']
  expect(keys.filter((key) => doesSomething(key, false))).toEqual(['Escape', 'Enter', 'ArrowDown'])
  expect(keys.every((key) => doesSomething(key, true))).toBe(true)
})
