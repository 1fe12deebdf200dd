import { expect, test } from 'vitest'
import { hear, NO_NEWS, newsText } from './queueLive'

const told = (id: string, change: 'NEW' | 'DECIDED' | 'GONE', version = 1, status = 'open') => ({
  change,
  cursor: `9:${id}`,
  finding: { id, version, status },
})
const list = (versions: [string, number][] = []) => ({
  versions: new Map(versions),
  statuses: ['open'],
  isWider: false,
})

test('nothing is said where nothing has changed', () => {
  expect(newsText(NO_NEWS, list())).toBeNull()
})

test('a finding counts once, with what became of it last', () => {
  const news = [told('a', 'NEW'), told('b', 'NEW'), told('a', 'GONE')].reduce(hear, NO_NEWS)
  expect(newsText(news, list())).toBe('2 changed: 1 new, 1 gone')
  expect(news.seen).toBe('9:a')
})

test('a decision that the list shows already is no news, a later one is', () => {
  const news = hear(NO_NEWS, told('a', 'DECIDED', 3))
  expect(newsText(news, list([['a', 3]]))).toBeNull()
  expect(newsText(news, list([['a', 2]]))).toContain('1 decided or assigned')
})

test('a finding that was decided and has left the list is no news, one that came into it is', () => {
  expect(newsText(hear(NO_NEWS, told('a', 'DECIDED', 3, 'confirmed')), list())).toBeNull()
  expect(newsText(hear(NO_NEWS, told('a', 'DECIDED', 3, 'open')), list())).toContain('1 decided or assigned')
  const all = { versions: new Map(), statuses: [], isWider: false }
  expect(newsText(hear(NO_NEWS, told('a', 'DECIDED', 3, 'confirmed')), all)).toContain(
    '1 decided or assigned',
  )
})

test('news of more than the list shows says so', () => {
  const news = hear(NO_NEWS, told('a', 'NEW'))
  expect(newsText(news, { ...list(), isWider: true })).toBe('1 changed in the whole queue: 1 new')
})
