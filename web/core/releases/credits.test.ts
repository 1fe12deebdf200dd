import { expect, test } from 'vitest'
import { describeDisclosure, formatMoney, groupCredits, sumPayouts } from './credits'

test('a person has one entry with all roles', () => {
  const credits = groupCredits([
    { partyName: 'Ann', role: 'composer' },
    { partyName: 'Bo', role: null, artist: { id: 'b' } },
    { partyName: 'Ann', role: 'mixing_engineer' },
    { partyName: 'Ann', role: 'composer' },
  ])
  expect(credits.map(({ name, roles, artistId }) => [name, roles, artistId])).toEqual([
    ['Ann', ['composer', 'mixing engineer'], null],
    ['Bo', ['contributor'], 'b'],
  ])
})

test('two people of one name and different numbers stay two', () => {
  expect(
    groupCredits([
      { partyName: 'Ann', ipi: '1' },
      { partyName: 'Ann', ipi: '2' },
    ]).length,
  ).toBe(2)
})

test.each([
  [[], null],
  [['none'], 'no AI'],
  [['vocals:generated', 'lyrics:assisted'], 'vocals: AI generated, lyrics: AI assisted'],
])('%j is told as %j', (parts, words) => {
  expect(describeDisclosure(parts)).toBe(words)
})

test('money adds up by payee and currency, the largest first', () => {
  const payee = { id: 'p', name: 'Pat' }
  const sums = sumPayouts([
    { amount: 1, currency: 'USD', period: '2024-12', payee },
    { amount: 2.5, currency: 'USD', period: '2024-11', payee },
    { share: 0.5, period: '2024-12', payee },
    { amount: 9, currency: 'EUR', period: null, payee: { id: 'q' } },
  ])
  expect(sums.map(({ id }) => id)).toEqual(['q', 'p'])
  expect(sums[1]).toMatchObject({
    amounts: [['USD', 3.5]],
    shares: [0.5],
    first: '2024-11',
    last: '2024-12',
    periods: 2,
  })
})

test('money has two places and its currency', () => {
  expect(formatMoney(1234.5, 'USD')).toBe('1,234.50 USD')
})
