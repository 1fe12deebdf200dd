import { expect, test } from 'vitest'
import { compareEnds, titledAlike } from './compared'

const artist = (id: string, imagePhash: string | null, titles: string[]) => ({
  ...{ followers: 1, imagePhash },
  releases: {
    totalCount: 40,
    edges: titles.map((title, place) => ({
      node: { id: `${id}${place}`, title, coverPhash: `${place === 0 ? 'f' : id}000000000000000` },
    })),
  },
})
const recording = (durationMs: number, audioFingerprint: string) => ({ durationMs, audioFingerprint })

test('titles on both pages are told with how many were looked at, case aside', () => {
  const told = compareEnds(
    artist('1', 'ffffffffffffffff', ['Nova', 'Sol']),
    artist('2', 'fffffffffffffffe', ['NOVA']),
  )
  expect(told[0]).toMatchObject({ told: '“Nova”', of: expect.stringContaining('newest 2 of 40') })
  expect(told[1]?.told).toBe('nearly the same: 1 bit of 64 differ')
  expect(told[2]).toMatchObject({
    what: 'Covers of “Nova” and “NOVA”',
    told: 'the same: 0 bits of 64 differ',
  })
})

test('a picture that one has not is no comparison, and a missing title is on no page', () => {
  expect(compareEnds(artist('1', null, []), artist('2', 'ff', []))[1]?.told).toContain('cannot be compared')
  expect(titledAlike([{ title: null }, { title: '' }], [{ title: null }, { title: '' }])).toEqual([])
})

test('at another tempo fingerprints are said not to compare', () => {
  const slowed = compareEnds(recording(130_400, 'ff'), recording(100_000, '00'))
  expect(slowed[0]?.of).toContain('do not compare')
  expect(slowed[1]?.told).toBe('the subject lasts 1.304 times as long')
  expect(compareEnds(recording(100_000, 'ff'), recording(100_000, 'ff'))[0]?.of).toBeNull()
})

test('ends of two types are not compared', () => {
  expect(compareEnds(artist('1', 'ff', []), recording(1, 'ff'))).toEqual([])
  expect(compareEnds(null, recording(1, 'ff'))).toEqual([])
})
