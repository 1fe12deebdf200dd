import { expect, test } from 'vitest'
import { compareNames, tellDifference, visible, visibleDifference } from './compare'
import { mixedWords, scriptsIn } from './scripts'

const marked = (name: { text: string; how: string }[]) =>
  name.map(({ text, how }) => (how === 'same' ? text : `[${text}]`)).join('')

test('a Cyrillic letter in a Latin name is marked, and both are named', () => {
  const compared = compareNames('Drаke', 'Drake')
  expect(marked(compared.left)).toBe('Dr[а]ke')
  expect(marked(compared.right)).toBe('Dr[a]ke')
  expect(compared.differences).toEqual([
    { left: 'а', right: 'a', leftIs: 'а Cyrillic U+0430', rightIs: 'a Latin U+0061' },
  ])
})

test('an accent written apart is a difference of one grapheme', () => {
  const compared = compareNames('Beyonce\u0301', 'Beyonce')
  expect(marked(compared.left)).toBe('Beyonc[e\u0301]')
  expect(compared.differences[0]?.leftIs).toBe('e Latin U+0065 with mark ◌\u0301 U+0301')
})

test('what is not seen is made to be seen', () => {
  const compared = compareNames('Ad\u200Bele', 'Adele')
  expect(compared.equal).toBe(false)
  expect(compared.differences[0]).toMatchObject({ right: '', leftIs: 'invisible U+200B', rightIs: 'nothing' })
  expect(visible('Ad\u200Bele')).toBe('Ad⬚ele')
})

test('case alone is told apart from another letter', () => {
  expect(compareNames('NOVA', 'Nova').left).toEqual([
    { text: 'N', how: 'same' },
    { text: 'OVA', how: 'case' },
  ])
  expect(compareNames('NOVA', 'Nova').differences).toEqual([])
})

test('families of emoji and flags are one character each', () => {
  expect(compareNames('A👨‍👩‍👧', 'A👨‍👩‍👦').differences).toHaveLength(1)
})

test('a name in another script differs as a whole, and neither name is lost', () => {
  const compared = compareNames('ヒカル', 'Hikaru')
  expect(marked(compared.left)).toBe('[ヒカル]')
  expect(compared).toMatchObject({ apart: true, differences: [] })
  expect(compared.right.map(({ text }) => text).join('')).toBe('Hikaru')
})

test('pieces put together are the names', () => {
  for (const [left, right] of [
    ['', 'x'],
    ['Y. engine', 'Young engine'],
    ['aXbXc', 'abc'],
    ['The Weeknd', 'Weekend, The'],
  ] as const) {
    const compared = compareNames(left, right)
    expect(compared.left.map(({ text }) => text).join('')).toBe(left)
    expect(compared.right.map(({ text }) => text).join('')).toBe(right)
  }
})

test('a word that mixes scripts whose letters look alike is told', () => {
  expect(mixedWords('Drаke live')).toEqual([{ word: 'Drаke', scripts: ['Latin', 'Cyrillic'] }])
  expect(mixedWords('Сплин live')).toEqual([])
  expect(scriptsIn('宇多田ヒカル')).toEqual(['Han', 'Katakana'])
})

test('a trick is told by code points, another word as it is', () => {
  const tell = (left: string, right: string) => compareNames(left, right).differences.map(tellDifference)
  expect(tell('Dr\u0430ke', 'Drake')).toEqual(['\u0430 Cyrillic U+0430 instead of a Latin U+0061'])
  expect(tell('Y. engine', 'Young engine')).toEqual(['“.” instead of “oung”'])
  expect(tell('Broten  Of', 'Broten Of')).toEqual(['1 space instead of nothing'])
  expect(tell('Nova X', 'Nova')).toEqual(['“ X” instead of nothing'])
})

test('a space that both have does not make two scripts comparable', () => {
  expect(compareNames('יוסף לוי', 'Fragile Lie').left).toEqual([{ text: 'יוסף לוי', how: 'differs' }])
})

test('a name that mixes scripts is still compared with one that has one of them', () => {
  expect(compareNames('Dr\u0430ke', 'Drake').apart).toBe(false)
})

test('a space that differs can be seen', () => {
  const [, extra] = compareNames('A  B', 'A B').left
  expect(visibleDifference(extra?.text ?? '')).toBe('␣')
})
