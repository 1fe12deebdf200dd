import { expect, test } from 'vitest'
import { spellOut, stretchesOf } from './unseen'

const drawn = (text: string) =>
  stretchesOf(text).map((stretch) => (stretch.how === 'seen' ? stretch.text : `[${stretch.how}]`))

test('two spaces and another space are told apart from one', () => {
  expect(drawn('Broten  Of Marble')).toEqual(['Broten', '[spaces]', 'Of Marble'])
  expect(stretchesOf('A  B')[1]?.says).toBe('2 spaces, U+0020 U+0020')
  expect(stretchesOf('A\u2003B')[1]?.says).toBe('another space, U+2003')
})

test('an invisible sign is told by its code point', () => {
  expect(drawn('Ad\u200Bele')).toEqual(['Ad', '[hidden]', 'ele'])
  expect(stretchesOf('Ad\u200Bele')[1]?.says).toBe('an invisible sign, U+200B')
})

test('joiners that belong where they are stay: emoji, Persian', () => {
  expect(drawn('A 👨‍👩‍👧 ❤️‍🔥')).toEqual(['A 👨‍👩‍👧 ❤️‍🔥'])
  expect(drawn('می\u200Cخواهم')).toEqual(['می\u200Cخواهم'])
  expect(drawn('No\u200Dva')).toEqual(['No', '[hidden]', 'va'])
})

test('a space that holds a number to its sign is no trick', () => {
  expect(drawn('40\u00A0% of\u202F3')).toEqual(['40\u00A0% of\u202F3'])
})

test('stretches put together are the text', () => {
  for (const text of ['', '  a\u200B  b ', 'Nova', '\u{1F468}\u200D\u{1F469}'])
    expect(
      stretchesOf(text)
        .map((stretch) => stretch.text)
        .join(''),
    ).toBe(text)
})

test('what was spelt out before is still marked', () => {
  expect(spellOut('Tra\u2060um Haus')).toBe('Tra‹U+2060›um Haus')
  expect(stretchesOf('Tra‹U+2060›um')[1]).toMatchObject({ text: '‹U+2060›', how: 'spelt' })
})

test('a variation selector belongs to emoji and Han, not to a Latin letter', () => {
  expect(spellOut('葛\u{E0100} ☀\uFE0F')).toBe('葛\u{E0100} ☀\uFE0F')
  expect(spellOut('Nova\uFE0F')).toBe('Nova‹U+FE0F›')
})
