import { expect, test } from 'vitest'
import { encodePin, readNetworkSearch, readPins, toggled } from './search'

test('an address of another view becomes a first step', () => {
  expect(readNetworkSearch({ artist: 'a17' })).toEqual({ steps: ['a1:Artist:a17'] })
  expect(readNetworkSearch({ finding: 'f1' })).toEqual({ steps: ['f:f1'] })
  expect(readNetworkSearch({ cluster: 12 })).toEqual({ steps: ['c:12'] })
  expect(readNetworkSearch({ cluster: 'c', steps: ['n:Artist:a'] })).toEqual({ steps: ['n:Artist:a'] })
})

test('a whole address is read as it was written', () => {
  const search = {
    steps: ['a1:Artist:a'],
    selected: ['Artist:a'],
    edge: ['Artist:a', 'Artist:b'] as [string, string],
    hidden: ['label'],
    giants: true as const,
    things: true as const,
    weight: 0.5,
    layout: 'rings' as const,
    centre: 'Artist:a',
    tidy: 2,
    pins: ['1,2,Artist:a'],
    path: ['Artist:a', 'Artist:b'] as [string, string],
    way: 1,
    tab: 'nodes' as const,
    benchmark: 5000,
  }
  expect(readNetworkSearch(search)).toEqual(search)
})

test('what cannot be read is left out', () => {
  const given = {
    steps: 'x',
    edge: ['one'],
    giants: 'yes',
    weight: -1,
    layout: 'cloud',
    way: 'a',
    tab: 'x',
    benchmark: 1e9,
  }
  expect(readNetworkSearch(given)).toEqual({})
})

test('a weight of nothing is said: it is not the default', () => {
  expect(readNetworkSearch({ weight: 0 })).toEqual({ weight: 0 })
})

test('pins keep ids with commas', () => {
  const pin = { id: 'Party:name:reald, james', x: -12, y: 7 }
  expect(readPins([encodePin(pin), 'nonsense'])).toEqual(new Map([[pin.id, pin]]))
})

test('a list without anything is left out of the address', () => {
  expect(toggled(undefined, 'a')).toEqual(['a'])
  expect(toggled(['a'], 'a')).toBeUndefined()
  expect(toggled(['a', 'b'], 'a')).toEqual(['b'])
})
