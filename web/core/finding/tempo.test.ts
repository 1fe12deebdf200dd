import { expect, test } from 'vitest'
import { isOneChange, isOtherTempo, ratioOf, tempoRows } from './tempo'

const song = (id: string, durationMs: number | null, otherMs: number | null, kind = 'RECYCLED_AUDIO') => ({
  ...{ id, title: id.toUpperCase(), durationMs },
  findings: [
    {
      ...{ id: `f-${id}`, kind: kind as 'RECYCLED_AUDIO', score: 0.8 },
      subject: { __typename: 'Recording' as const, id },
      target: {
        __typename: 'Recording' as const,
        ...{ id: `o-${id}`, title: 'Other', durationMs: otherMs, artists: [{ name: 'X' }] },
      },
    },
  ],
})

test('songs at another tempo, those of one ratio first', () => {
  const rows = tempoRows(
    [
      song('a', 115_000, 100_000),
      song('b', 130_400, 100_000),
      song('c', 100_500, 100_000),
      song('d', null, 1),
    ],
    1.304,
  )
  expect(rows.map(({ title, ratio }) => [title, Number(ratio.toFixed(3))])).toEqual([
    ['B', 1.304],
    ['A', 1.15],
  ])
  expect(rows[0]).toMatchObject({ otherTitle: 'Other', otherArtists: 'X', finding: 'f-b' })
})

test('findings of other kinds, and those in which the song is the earlier one, are not counted', () => {
  const mine = song('a', 115_000, 100_000)
  const turned = mine.findings.map((finding) => ({
    ...finding,
    subject: { __typename: 'Recording' as const, id: 'another' },
  }))
  expect(tempoRows([song('a', 115_000, 100_000, 'CAMPAIGN'), { ...mine, findings: turned }], 1.15)).toEqual(
    [],
  )
})

test('a length that is missing is no tempo', () => {
  expect(ratioOf(null, 100)).toBeNull()
  expect(isOtherTempo(null)).toBe(false)
  expect([isOtherTempo(1.01), isOtherTempo(1.304), isOtherTempo(0.77)]).toEqual([false, true, true])
  expect([isOneChange(1.304, 1.303), isOneChange(1.304, 1.29)]).toEqual([true, false])
})
