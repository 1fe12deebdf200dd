import { expect, test } from 'vitest'
import { formatWeight } from './numbers'

test('a light weight is not told as nothing', () => {
  expect(formatWeight(-0.03)).toBe('−0.03')
  expect(formatWeight(0.024)).toBe('+0.02')
  expect(formatWeight(-0.09)).toBe('−0.09')
  expect(formatWeight(0)).toBe('0.0')
})

test('others have one digit, and their sign', () => {
  expect(formatWeight(3.14)).toBe('+3.1')
  expect(formatWeight(-0.095)).toBe('−0.1')
})
