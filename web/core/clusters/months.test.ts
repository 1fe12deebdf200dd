import { expect, test } from 'vitest'
import { fillMonths } from './months'

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
