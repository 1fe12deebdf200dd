import { expect, test } from 'vitest'
import { actRows, payeesOf, peopleOf, profileRows, soundRows, standingOf, standingOfLists } from './facts'

test('what is missing stands neither way', () => {
  expect(standingOf(null, 'DE')).toBe('unknown')
  expect(standingOf('', '')).toBe('unknown')
  expect(standingOf(0, 0)).toBe('same')
  expect(standingOfLists([], ['pop'])).toBe('unknown')
})

test('lists are compared whatever their order', () => {
  expect(standingOfLists(['a', 'b'], ['b', 'a'])).toBe('same')
  expect(standingOfLists(['a', 'b'], ['b'])).toBe('partly')
  expect(standingOfLists(['a'], ['b'])).toBe('differs')
})

test('two profiles: equal countries, other identifiers', () => {
  const bare = { aliases: [], genres: [], urls: [] }
  const rows = profileRows(
    { ...bare, country: 'DE', isni: '1' },
    { ...bare, country: 'DE', isni: '2', followers: 10 },
  )
  const standing = Object.fromEntries(rows.map((row) => [row.label, row.standing]))
  expect(standing).toMatchObject({ Country: 'same', ISNI: 'differs', Followers: 'unknown' })
})

test('two main artists: an equal name of another profile is another act', () => {
  const act = { name: 'Drake', country: 'DE', followers: 3 }
  const rows = actRows({ id: 'a', ...act }, { id: 'b', ...act, country: 'FR', monthlyListeners: 7 })
  expect(rows[0]).toMatchObject({ left: 'Drake', right: 'Drake', standing: 'differs' })
  const standing = Object.fromEntries(rows.map((row) => [row.label, row.standing]))
  expect(standing).toMatchObject({ Country: 'differs', Followers: 'same', 'Monthly listeners': 'unknown' })
})

test('one profile is the same act, named or not, and no main artist is not known', () => {
  expect(actRows({ id: 'a' }, { id: 'a' })[0]).toMatchObject({ left: '–', standing: 'same' })
  const rows = actRows(undefined, { id: 'a', name: 'Drake', country: 'DE' })
  expect(rows.map(({ standing }) => standing)).toEqual(rows.map(() => 'unknown'))
  expect(rows[0]).toMatchObject({ left: '–', right: 'Drake' })
})

test('a slowed recording is told with its ratio, and the earliest release counts', () => {
  const releases = [{ releaseDate: '2024-04-27' }, { releaseDate: '2020-01-01' }]
  const rows = soundRows(
    { durationMs: 315_788, aiDisclosure: [], releases },
    { durationMs: 242_200, aiDisclosure: [], releases: [] },
  )
  expect(rows.find(({ label }) => label === 'Duration')?.left).toBe('5:16 (1.304 times as long)')
  expect(rows.find(({ label }) => label === 'First release')?.left).toContain('2020')
})

test('a person with two roles on one recording is counted once', () => {
  const credit = (partyName: string, role: string) => ({ partyName, role })
  const people = peopleOf([
    { contributions: [credit('Ana', 'composer'), credit('Ana', 'producer'), credit('Bo', 'composer')] },
    { contributions: [credit('ANA', 'composer')] },
  ])
  expect(people).toEqual([
    { name: 'Ana', roles: ['composer', 'producer'], recordings: 2 },
    { name: 'Bo', roles: ['composer'], recordings: 1 },
  ])
})

test('money is added up by payee and currency, never across currencies', () => {
  const payout = (id: string, amount: number, currency: string, period: string) => ({
    amount,
    currency,
    period,
    payee: { id },
  })
  const [first, second] = payeesOf([
    { id: 'r1', payouts: [payout('p', 1, 'USD', '2024-02'), payout('p', 2, 'USD', '2024-01')] },
    { id: 'r2', payouts: [payout('p', 5, 'EUR', '2024-03'), payout('q', 9, 'EUR', '2024-03')] },
    { id: 'r3' },
  ])
  expect(first).toMatchObject({
    id: 'p',
    releases: 2,
    amounts: [
      ['EUR', 5],
      ['USD', 3],
    ],
    since: '2024-01',
  })
  expect(second).toMatchObject({ id: 'q', releases: 1 })
})

test('an empty P-line or label is not known', () => {
  const bare = { aiDisclosure: [], releases: [{ pLine: '', label: { name: ' ' } }] }
  const rows = soundRows(bare, bare).filter(({ label }) => label === 'P-line' || label === 'Label')
  expect(rows.map(({ left, standing }) => [left, standing])).toEqual([
    ['–', 'unknown'],
    ['–', 'unknown'],
  ])
})
