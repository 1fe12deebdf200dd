import { expect, test } from 'vitest'
import { factorInWords, logOdds, oddsInWords, probability, sumOf } from './logOdds'

const evidence = [
  { type: 'name', weight: 3 },
  { type: 'payee', weight: 2 },
  { type: 'age', weight: -1.5 },
]

test('probability and log-odds undo each other', () => {
  for (const chance of [0.0001, 0.2, 0.5, 0.97]) expect(probability(logOdds(chance))).toBeCloseTo(chance, 12)
})

test('prior and weights add up, and what is left out takes its weight along', () => {
  expect(sumOf(-4, evidence)).toBeCloseTo(-0.5)
  expect(sumOf(-4, evidence, new Set(['age']))).toBeCloseTo(1)
  expect(sumOf(-4, evidence, new Set(evidence.map(({ type }) => type)))).toBe(-4)
})

test('the start is told in two digits', () => {
  expect(oddsInWords(-12.9435)).toBe('about 1 in 420,000')
  expect(oddsInWords(0)).toBe('about 1 in 2')
})

test('a weight is told by what it does to the odds', () => {
  expect(factorInWords(Math.log(10))).toBe('odds 10 times higher')
  expect(factorInWords(-Math.log(2.5))).toBe('odds 2.5 times lower')
  expect(factorInWords(-0.01)).toBe('hardly counts')
})
