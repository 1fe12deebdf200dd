import { expect, test } from 'vitest'
import { yearsOf } from './years'

const dated = (...days: (string | null)[]) => days.map((releaseDate) => ({ releaseDate }))

test.each([
  [dated('2015-01-01', '2008-03-01'), 2, '2008 to 2015'],
  [dated('2015-01-01', '2015-03-01'), 2, '2015'],
  [dated('2015-01-01', '2014-03-01'), 40, 'until 2015'],
  [dated(null), 1, null],
  [[{ receivedAt: '2020-05-01T00:00:00Z' }], 1, '2020'],
])('the years of %j of %d are %s', (releases, total, years) => {
  expect(yearsOf(releases, total)).toBe(years)
})
