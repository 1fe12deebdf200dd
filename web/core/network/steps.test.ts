import { expect, test } from 'vitest'
import { decodeStep, encodeStep, readSteps, type Step, withStep } from './steps'

const STEPS: Step[] = [
  { do: 'around', node: 'Artist:a17', depth: 2 },
  {
    do: 'expand',
    node: 'Identifier:url:https://ada.example/x?y=1',
    relation: 'HAS_IDENTIFIER',
    outgoing: false,
    first: 25,
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

test('a step is not said twice, unless something has left since', () => {
  const around: Step = { do: 'around', node: 'Artist:a', depth: 1 }
  const once = withStep(undefined, around)
  expect(withStep(once, around)).toEqual(once)
  expect(withStep([...once, 'x:Artist:b'], around)).toEqual(['a1:Artist:a', 'x:Artist:b', 'a1:Artist:a'])
})
