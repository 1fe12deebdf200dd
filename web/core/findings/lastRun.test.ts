import { expect, test } from 'vitest'
import { lastRunOf } from './lastRun'

const run = (id: string, day: string, time?: string) => ({
  id,
  finishedOn: day,
  finishedAt: time === undefined ? null : `${day}T${time}+00:00`,
})

test('the day of the last run tells what it changed where no other run shares it', () => {
  const last = lastRunOf([run('a', '2026-11-27'), run('b', '2026-11-28', '02:00:00')])
  expect(last).toMatchObject({ id: 'b', sameDay: 1, night: '2026-11-28' })
})

test('of runs of one day the time says which was last, and the day does not say what it changed', () => {
  const runs = [
    run('a', '2026-11-28', '02:00:00'),
    run('b', '2026-11-28', '17:30:00'),
    run('c', '2026-11-27'),
  ]
  expect(lastRunOf(runs)).toMatchObject({ id: 'b', sameDay: 2, night: null })
})

test('all is new to the first run, so its day tells nothing', () => {
  expect(lastRunOf([run('a', '2026-11-28')])).toMatchObject({ id: 'a', sameDay: 1, night: null })
  expect(lastRunOf([])).toBeNull()
})
