import { expect, test } from 'vitest'
import { describeMatch, mainScript } from './matched'

test.each([
  ['Babequir Fly', 'Latin'],
  ['Γιώργος', 'Greek'],
  ['Мария M', 'Cyrillic'],
  ['東京の夜', 'Japanese'],
  ['王菲', 'Han'],
])('%s is in %s', (text, script) => {
  expect(mainScript(text)).toBe(script)
})

test('a text without letters has no script', () => {
  expect(mainScript('1975 !')).toBeNull()
})

test.each([
  ['name', 'Björk', ['Björk'], 'name: exactly so'],
  ['name', 'bjork', ['Björk'], 'name: same, but for case, accents or signs'],
  ['name', 'youngengine', ['Young Engine'], 'name: same letters, joined or parted'],
  ['name', 'you', ['Young Engine'], 'name: begins so'],
  ['title', 'dark velvet', ['Velvet (Dark Ever)'], 'title: has these words'],
  ['name', 'yung engine', ['Young Engine'], 'name: misspelt or nearly so'],
  ['name', 'Mr Y', ['Young Engine', 'Mr. Y'], 'also known as “Mr. Y”'],
  ['alike', 'Maria', ['Мария'], 'name: reads alike in Cyrillic'],
  ['alike', 'Yung Enjin', ['Young Engine'], 'name: sounds or looks alike'],
  ['isrc', 'USRC17607839', ['A title'], 'has this ISRC'],
  ['account_hash', 'ab12', [], 'has this account hash'],
])('%s of %s is told in words', (matchedOn, typed, names, words) => {
  expect(describeMatch(matchedOn, typed, names)).toBe(words)
})
