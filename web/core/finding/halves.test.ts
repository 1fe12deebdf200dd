import { expect, test } from 'vitest'
import { halvesOf } from './halves'
import { probability } from './logOdds'

const farm = (evidence: { type: string; weight: number }[]) =>
  ({ kind: 'CONTENT_FARM', prior: -3, evidence }) as const
const ties = { type: 'payee_ties', weight: 4.2 }
const deeds = { type: 'template_titles', weight: 2.4 }
const registered = { type: 'group_registered', weight: -1.1 }

test('the halves add up to the score, each from half of the prior', () => {
  const told = halvesOf(farm([ties, deeds]))
  expect(told?.halves.map(({ question, sum }) => [question, Number(sum.toFixed(6))])).toEqual([
    ['one_operator', 2.7],
    ['breaks_rules', 0.9],
  ])
  expect(told?.sum).toBeCloseTo(3.6)
  expect(told?.score).toBeCloseTo(probability(3.6))
  expect(told?.note).toContain('half of the start, −1.5.')
  expect(told?.tag).toBeNull()
})

test('what is left out leaves its half alone, however sure the score was', () => {
  const sure = { ...ties, weight: 60 }
  const told = halvesOf(farm([sure, deeds]), new Set(['payee_ties']))
  expect(told?.halves.map(({ sum }) => Number(sum.toFixed(6)))).toEqual([-1.5, 0.9])
})

test('where one half carries the score alone, it is said, and whether the other speaks against it', () => {
  expect(halvesOf(farm([ties, registered]))?.tag).toBe(
    'carried by the ties alone; what they do speaks against it',
  )
  expect(halvesOf(farm([ties, { ...deeds, weight: 1 }]))?.tag).toBe(
    'carried mostly by the ties; what they do is too little by itself',
  )
  expect(halvesOf(farm([deeds]))?.tag).toContain('carried mostly by what they do;')
  expect(halvesOf(farm([registered]))?.tag).toBeNull()
})

test('a type that is newer than the page counts as the detector counts it, so that the sum holds', () => {
  expect(halvesOf(farm([{ type: 'moon_phase', weight: 1 }]))?.sum).toBeCloseTo(-2)
})

test('other kinds have no halves', () => {
  expect(halvesOf({ kind: 'CAMPAIGN', prior: -3, evidence: [ties] })).toBeNull()
})
