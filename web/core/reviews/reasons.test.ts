import { expect, test } from 'vitest'
import { KIND_ORDER } from '@/core/format/words'
import { commonReasons, DECISION_ORDER, reasonProblem, tellMixture } from './reasons'

test('every kind and decision has common reasons that can be taken as they are, one key each', () => {
  for (const kind of KIND_ORDER) {
    for (const decision of DECISION_ORDER) {
      const reasons = commonReasons([kind], decision)
      expect(reasons.length).toBeGreaterThan(0)
      expect(reasons.length).toBeLessThan(10)
      for (const reason of reasons) expect(reasonProblem(reason)).toBeNull()
    }
  }
})

test('findings of several kinds get no reason that speaks of one kind only', () => {
  expect(commonReasons(['IMPERSONATION', 'CAMPAIGN'], 'DISMISSED')).toEqual([
    'The data is wrong or out of date.',
  ])
  expect(commonReasons(['CAMPAIGN', 'CAMPAIGN'], 'DISMISSED')).toEqual(
    commonReasons(['CAMPAIGN'], 'DISMISSED'),
  )
})

test('an empty and an endless reason are refused with why', () => {
  expect(reasonProblem('  \n')).toContain('needed')
  expect(reasonProblem('a'.repeat(2001))).toContain('2001')
})

test('one reason for findings of several kinds is warned of, with how many there are of each', () => {
  expect(tellMixture(['CAMPAIGN', 'CAMPAIGN'])).toBeNull()
  expect(tellMixture([])).toBeNull()
  expect(tellMixture(['CAMPAIGN', 'IMPERSONATION', 'CAMPAIGN'])).toContain(
    '2 kinds (impersonation 1, campaign 2)',
  )
})
