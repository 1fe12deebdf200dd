import { expect, test } from 'vitest'
import { spellOut } from '@/core/names/unseen'
import { ageOf, claimOf, claimText, stakeOf, strongest, tellStake } from './queueClaim'

const artist = (id: string, name: string, monthlyListeners: number | null = null) => ({
  __typename: 'Artist' as const,
  id,
  name,
  followers: null,
  monthlyListeners,
})

test('an impersonation names both, with how many listen', () => {
  const sentence = claimText({
    kind: 'IMPERSONATION',
    score: 0.9,
    subject: artist('a1', 'Drаke', 3),
    target: artist('a2', 'Drake', 61_000_000),
  })
  expect(sentence).toBe('“Drаke” (3 listeners) seems to trade on “Drake” (61M listeners)')
})

test('below even odds it is told as what might be', () => {
  const ends = { subject: artist('a1', 'A'), target: artist('a2', 'B') }
  expect(claimText({ kind: 'IMPERSONATION', score: 0.49, ...ends })).toBe('“A” might trade on “B”')
  expect(claimText({ kind: 'CAMPAIGN', score: 0.1, ...ends })).toBe('“A” might belong to one operation')
})

test('characters that are not seen are spelled out', () => {
  expect(spellOut('Tra\u2060um \u202eHaus')).toBe('Tra‹U+2060›um ‹U+202E›Haus')
  expect(spellOut('שלום عمر 鈴木')).toBe('שלום عمر 鈴木')
})

test('joiners stay where a script or an emoji needs them, and are told anywhere else', () => {
  for (const name of ['نمی\u200Cدانم', 'क्\u200Dष', '👩\u200D🎤', '🏳\uFE0F\u200D🌈'])
    expect(spellOut(name)).toBe(name)
  expect(spellOut('Dra\u200Dke')).toBe('Dra‹U+200D›ke')
})

test('a farm tells some of its members and how many more there are', () => {
  const subject = {
    __typename: 'Cluster' as const,
    id: 'farm-1',
    size: 24,
    members: { edges: [{ node: { id: 'a1', name: 'Soft Night' } }, { node: { id: 'a2', name: null } }] },
    releases: { edges: [] },
  }
  expect(claimText({ kind: 'CONTENT_FARM', score: 0.9, subject, target: null })).toBe(
    '24 profiles seem to be run by one operator to mass-produce interchangeable content: “Soft Night”, (no name yet) and 22 more',
  )
  expect(claimOf({ kind: 'CONTENT_FARM', score: 0.9, subject, target: null })[0]).toMatchObject({
    type: 'cluster',
    id: 'farm-1',
  })
})

test('a campaign does not state as given that its members are out of place', () => {
  const node = (id: string) => ({ node: { id, title: 'Neon Rain' } })
  const campaign = (artists: string[]) => ({
    ...{ __typename: 'Cluster' as const, id: 'campaign-1', size: 5 },
    members: { edges: artists.map((id) => ({ node: { id, name: 'Nova' } })) },
    releases: { edges: [node('r1'), node('r2')] },
  })
  const told = (artists: string[], score: number) =>
    claimText({ kind: 'CAMPAIGN', score, subject: campaign(artists), target: null })
  expect(told([], 0.9)).toBe(
    '5 releases, each of which may be out of place, seem to belong to one operation: “Neon Rain”, “Neon Rain” and 3 more',
  )
  expect(told(['a1'], 0.2)).toMatch(
    /^5 releases or profiles, each of which may be out of place, might belong to one operation: /,
  )
})

test('what has left the catalog is said so', () => {
  expect(claimText({ kind: 'MISATTRIBUTION', score: 0.5, subject: null, target: artist('a', 'A', 1) })).toBe(
    'something that has left the catalog sits on the page of “A” (1 listener) and seems to be another artist’s',
  )
})

test('the heaviest of both sides is told, or that there is none', () => {
  const fact = (weight: number) => ({ type: 't', weight, text: String(weight) })
  const told = strongest([fact(0.2), fact(3), fact(-0.1), fact(-2), fact(0)])
  expect([told.for?.weight, told.against?.weight]).toEqual([3, -2])
  expect(strongest([fact(1)]).against).toBeNull()
  expect(strongest([fact(-1)]).for).toBeNull()
})

test('what is at stake is told without its scale', () => {
  expect(
    stakeOf('The target has 14 thousand monthly listeners; the most that an artist has is 66 thousand.'),
  ).toBe('The target has 14 thousand monthly listeners')
  expect(stakeOf('It was not measured.')).toBe('It was not measured')
})

test('age follows what happened last', () => {
  const day = (text?: string | null) => text ?? '–'
  const row = { current: true, status: 'open', firstSeen: '2026-11-01', lastSeen: '2026-11-28' }
  const tag = (more: object, night: string | null = '2026-11-28') =>
    ageOf({ ...row, returnedOn: null, changedOn: null, ...more }, night, day).tag
  expect(tag({})).toBe('2026-11-01')
  expect(tag({ firstSeen: '2026-11-28', changedOn: '2026-11-28' })).toBe('New')
  expect(tag({ changedOn: '2026-11-28' })).toBe('Changed')
  expect(tag({ changedOn: '2026-11-28', returnedOn: '2026-11-28' })).toBe('Returned')
  expect(tag({ status: 'reopened', firstSeen: '2026-11-28' })).toBe('New evidence')
  expect(tag({ current: false })).toBe('Gone')
  expect(tag({ firstSeen: '2026-11-28' }, null)).toBe('2026-11-28')
})

test('what nobody looked at has no stake of zero', () => {
  expect([null, undefined, 0, 0.257].map(tellStake)).toEqual(['–', '–', '0.00', '0.26'])
})
