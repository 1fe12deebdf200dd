import { expect, test } from 'vitest'
import { answerName, claimOf, fillMonths, likelihoodWord, splitEvidence } from './answers'

test('a claim says how likely it is, never that it is so', () => {
  expect(claimOf('CONTENT_FARM', 11, 0.97)).toBe(
    'It is very likely that these 11 profiles are run by one operator to mass-produce interchangeable content.',
  )
  expect(claimOf('CAMPAIGN', 3, 0.13)).toMatch(/^It is unlikely that these 3 misattributed/)
})

test('words rise with the probability', () => {
  const words = [0.01, 0.1, 0.4, 0.6, 0.8, 0.99].map(likelihoodWord)
  expect(new Set(words).size).toBe(words.length)
})

test('a question that is not known is still a question', () => {
  expect(answerName('pays_bots').name).toBe('Pays bots?')
})

test('evidence stands on its own side, the heaviest first', () => {
  const pieces = [1, -0.5, 3, 0, -2].map((weight) => ({ type: 'any', weight, text: '' }))
  const { speaksFor, against } = splitEvidence(pieces)
  expect(speaksFor.map(({ weight }) => weight)).toEqual([3, 1])
  expect(against.map(({ weight }) => weight)).toEqual([-2, -0.5])
})

test('months without a release are there too, over the turn of a year', () => {
  const months = [
    { month: '2024-11', releases: 2 },
    { month: '2025-02', releases: 1 },
  ]
  expect(fillMonths(months, 60).map(({ month, releases }) => `${month} ${releases}`)).toEqual([
    '2024-11 2',
    '2024-12 0',
    '2025-01 0',
    '2025-02 1',
  ])
  expect(fillMonths(months, 2).length).toBe(2)
  expect(fillMonths([], 60)).toEqual([])
})
