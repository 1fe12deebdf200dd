import { expect, test } from 'vitest'
import { answersOf } from './answers'

const told = (one_operator: number, breaks_rules: number) => [
  { question: 'breaks_rules', probability: breaks_rules },
  { question: 'one_operator', probability: one_operator },
]

test('each answer is told by its question, whatever their order', () => {
  expect(answersOf({ answers: told(0.931, 0.98) })).toEqual({ one_operator: 0.931, breaks_rules: 0.98 })
})

test('no answer is made up where a run told none, or only one', () => {
  expect(answersOf({ answers: [] })).toBeNull()
  expect(answersOf({ answers: told(0.9, 1).slice(1) })).toBeNull()
  expect(answersOf({ answers: told(0.9, 1).slice(0, 1) })).toBeNull()
})

test('an answer of 0 is an answer, and the product need not be the score', () => {
  const finding = { score: 0.4, answers: told(0.9, 0) }
  expect(answersOf(finding)).toEqual({ one_operator: 0.9, breaks_rules: 0 })
})
