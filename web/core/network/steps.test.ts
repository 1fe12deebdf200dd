import { expect, test } from 'vitest'
import { broughtBy, decodeStep, encodeStep, readSteps, type Step, withStep } from './steps'

const STEPS: Step[] = [
  { do: 'around', node: 'Artist:a17', depth: 2 },
  {
    do: 'expand',
    node: 'Identifier:url:https://ada.example/x?y=1',
    relation: 'HAS_IDENTIFIER',
    outgoing: false,
    first: 25,
  },
  {
    do: 'expand',
    node: 'Artist:a:1.2',
    relation: 'MAIN_ARTIST',
    outgoing: false,
    first: 100,
    type: 'account_hash',
  },
  { do: 'node', node: 'Party:name:james reald' },
  { do: 'finding', id: 'f:1' },
  { do: 'cluster', id: 'farm-0a46' },
  { do: 'path', from: 'Artist:a:b', to: 'Artist:c' },
  { do: 'remove', node: 'Payee:p7' },
  { do: 'collapse', node: 'Label:l' },
]

test('every step is read as it was written, whatever its ids hold', () => {
  for (const step of STEPS) expect(decodeStep(encodeStep(step))).toEqual(step)
})

test('what is no step is left out', () => {
  const texts = [
    'a4:Artist:x',
    'q:1',
    'n',
    'n:',
    'eX:Artist:a',
    'ePAID_TO.up.5:a',
    'ePAID_TO.in.101:a',
    'p:ab',
    'p9:ab',
    '',
  ]
  expect(readSteps(texts)).toEqual([])
  expect(readSteps(undefined)).toEqual([])
})

test('what a step brought is counted by relationship and type; a step of an older link brought all types', () => {
  const texts = ['eMAIN_ARTIST.in.25.release:Artist:a', 'eMAIN_ARTIST.in.100.release:Artist:b']
  const group = (type: string) => ({ relation: 'MAIN_ARTIST', outgoing: false, type })
  expect(broughtBy(texts, 'Artist:a', group('release'))).toBe(25)
  expect(broughtBy(texts, 'Artist:a', group('recording'))).toBe(0)
  expect(broughtBy(['eMAIN_ARTIST.in.30:Artist:a'], 'Artist:a', group('recording'))).toBe(30)
  expect(broughtBy(undefined, 'Artist:a', group('release'))).toBe(0)
})

test('a step is not said twice, unless something has left since', () => {
  const around: Step = { do: 'around', node: 'Artist:a', depth: 1 }
  const once = withStep(undefined, around)
  expect(withStep(once, around)).toEqual(once)
  expect(withStep([...once, 'x:Artist:b'], around)).toEqual(['a1:Artist:a', 'x:Artist:b', 'a1:Artist:a'])
})
