import { expect, test } from 'vitest'
import { habitsOf, lanesOf, type OnPage, spanOf } from './page'

const release = (id: string, releaseDate: string | null, distributor: string, payee?: string): OnPage => ({
  id,
  releaseDate,
  distributor: { id: distributor, name: distributor.toUpperCase() },
  payouts: payee === undefined ? [] : [{ payee: { id: payee } }],
})
const page = [
  release('a', '2018-01-01', 'old', 'own'),
  release('b', '2019-01-01', 'old', 'own'),
  release('x', '2021-01-01', 'new', 'stranger'),
  release('c', '2022-01-01', 'old', 'own'),
  release('d', null, 'old', 'own'),
]

test('a lane that came late and holds the suspect alone is seen as such', () => {
  const lanes = lanesOf(page, 'distributor', new Set(['x']))
  expect(lanes.map(({ id, onlySuspect }) => [id, onlySuspect])).toEqual([
    ['old', false],
    ['new', true],
  ])
  expect(lanes[0]?.marks.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(spanOf(lanes)).toEqual(['2018-01-01', '2022-01-01'])
})

test('a release that pays two has a mark in both lanes, one that pays nobody known in its own', () => {
  const two = {
    ...release('e', '2020-01-01', 'old'),
    payouts: [{ payee: { id: 'p' } }, { payee: { id: 'q' } }],
  }
  expect(
    lanesOf([two, release('f', '2020-01-01', 'old')], 'payee', new Set()).map(({ name }) => name),
  ).toEqual(['not known', 'p', 'q'])
})

test('the suspect is held against the others, not against itself', () => {
  const habits = habitsOf(page[2] as OnPage, page)
  expect(habits.find(({ label }) => label === 'Payee')).toEqual({
    label: 'Payee',
    suspect: 'stranger',
    sharedBy: 0,
    known: 4,
    usual: [{ name: 'own', count: 4 }],
  })
  expect(habits.find(({ label }) => label === 'Language')).toBeUndefined()
})

test('what the suspect does not say is shared by nobody knows how many', () => {
  const bare: OnPage = { id: 'y' }
  expect(habitsOf(bare, page).find(({ label }) => label === 'Distributor')).toMatchObject({
    suspect: '',
    sharedBy: null,
  })
})

test('a P-line without an owner is no owner, and makes no row', () => {
  const lines = ['', '  ', '℗ 2019', '(P) 2019 '].map((pLine, place): OnPage => ({ id: `${place}`, pLine }))
  expect(habitsOf(lines[2] as OnPage, lines)).toEqual([])
  const owned = { ...lines[0], id: 'z', pLine: '(P) 2020 Nova Records' }
  expect(habitsOf(owned, [...lines, owned])[0]).toMatchObject({ label: 'P-line', suspect: 'Nova Records' })
})
