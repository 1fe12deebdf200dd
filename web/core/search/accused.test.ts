import { expect, test } from 'vitest'
import { isAccused } from './accused'

const about = (id: string, score: number, status = 'open', type = 'Artist') => ({
  status,
  score,
  subject: { __typename: type, id },
})

test('an artist is in question only as the subject of a probable finding that waits', () => {
  expect(isAccused('a', [about('b', 0.99), about('a', 0.5)])).toBe(true)
  const others = [
    about('b', 0.99),
    about('a', 0.49),
    about('a', 0.99, 'dismissed'),
    about('a', 0.99, 'open', 'Release'),
    { status: 'open', score: 0.99, subject: null },
  ]
  expect(isAccused('a', others)).toBe(false)
})
