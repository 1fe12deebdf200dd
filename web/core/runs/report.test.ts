import { expect, test } from 'vitest'
import { wilsonInterval } from './interval'
import { parseReport } from './report'
import { formatSeconds, newestFirst, secondsOf } from './runs'

/** The form of docs/guides/night-report.md, cut short. */
const REPORT = {
  headline: ['1 new finding is more likely right than not.'],
  attention: ['Recall fell.'],
  night_id: '2026-11-28-3',
  date: '2026-11-28',
  previous_night: '2026-11-27',
  findings: {
    by_kind: {
      campaign: { listed: 6, dismissed: 1, likely: 4, likely_before: 3, new: 1, new_likely: 1, gone: 2 },
    },
    new: {
      total: 2,
      likely: 1,
      rows: [
        {
          finding_id: 'f1',
          kind: 'campaign',
          subject: { type: 'cluster', id: 'c1', name: null },
          score: 0.9,
          score_before: null,
          evidence: [
            { type: 'x', weight: 2.1, text: 'One payee' },
            { type: 'y', weight: 'odd', text: 'No' },
          ],
          members: 3,
          member_names: ['A', 'B'],
        },
        { finding_id: 'f2', kind: 'of tomorrow', subject: { type: 'artist', id: 'a' }, score: 0.2 },
      ],
    },
    returned: { total: 0, likely: 0, rows: [] },
  },
  scores: { campaign: { tonight: [0, 1, 0, 0, 1, 0, 0, 1, 0, 3], before: null } },
  red_team: {
    artists: 2088,
    of: 2088,
    kinds: {
      campaign: {
        found: 7,
        planted: 17,
        interval: [0.216, 0.64],
        found_before: 5,
        planted_before: 16,
        fell: false,
        by_trick: { hijack_wave: [1, 3] },
        history: [{ night_id: '2026-11-28-3', found: 7, planted: 17 }],
      },
    },
  },
  drift: {
    rows: { artists: 2088 },
    since: [{ night_id: 'n', rows: { artists: 1999 }, compared: 80, moved: 0, columns: [] }],
  },
  stages: [
    {
      name: 'load',
      seconds: 3.1,
      peak_mib: 245,
      skipped: false,
      nights: 2,
      median_seconds: 34.7,
      slow: false,
    },
  ],
  loads: [
    {
      source: 'catalog',
      path: 'catalog/night-3',
      deliveries: 1,
      accepted: 5150,
      quarantined: 2,
      quarantined_share: 0.001,
    },
  ],
  waiting: [],
  notes: ['title: capped'],
}

test('a report is read as the guide describes it', () => {
  const report = parseReport(REPORT)
  expect(report?.kinds).toHaveLength(1)
  expect(report?.kinds[0]).toMatchObject({ kind: 'CAMPAIGN', likely: 4, likelyBefore: 3 })
  expect(report?.kinds[0]?.changes.new).toEqual({ all: 1, likely: 1 })
  expect(report?.kinds[0]?.changes.gone).toEqual({ all: 2, likely: 0 })
  expect(report?.kinds[0]?.scores).toEqual({ tonight: [0, 1, 0, 0, 1, 0, 0, 1, 0, 3], before: [] })
  expect(report?.coverage[0]).toMatchObject({ found: 7, planted: 17, interval: [0.216, 0.64] })
  expect(report?.coverage[0]?.tricks).toEqual([{ trick: 'hijack_wave', found: 1, planted: 3 }])
  expect(report?.drift.tables).toEqual([{ name: 'artists', rows: 2088, before: 1999 }])
  expect(report?.stages[0]).toMatchObject({ name: 'load', usualSeconds: 34.7, usualPeakMib: null })
  expect(report?.loads[0]).toMatchObject({ quarantined: 2, quarantinedShare: 0.001 })
})

test('what is of another form is left out, and what was counted stays counted', () => {
  const list = parseReport(REPORT)?.lists
  expect(list?.map((one) => [one.name, one.total, one.rows.length])).toEqual([['new', 2, 1]])
  expect(list?.[0]?.rows[0]?.evidence).toEqual([{ weight: 2.1, text: 'One payee' }])
})

test('no report, or none at all, is null, and an empty one is empty', () => {
  expect(parseReport(null)).toBeNull()
  expect(parseReport('report')).toBeNull()
  expect(parseReport({ headline: [] })).toBeNull()
  expect(parseReport({ night_id: 'n' })).toMatchObject({
    kinds: [],
    lists: [],
    coverage: [],
    redTeamOf: null,
    stages: [],
  })
})

test("the interval is that of the service's report", () => {
  const [low, high] = wilsonInterval(12, 17) ?? [0, 0]
  expect(low).toBeCloseTo(0.4686688993346016, 10)
  expect(high).toBeGreaterThan(0.86)
  expect(wilsonInterval(2, 2)?.[1]).toBe(1)
  expect(wilsonInterval(0, 0)).toBeNull()
})

test('runs are told newest first, by time where there is one', () => {
  const runs = [
    { finishedAt: null, finishedOn: '2026-11-27' },
    { finishedAt: '2026-11-28T16:18:24Z', finishedOn: '2026-11-28' },
    { finishedAt: null, finishedOn: '2026-11-28' },
  ]
  expect(newestFirst(runs).map((run) => run.finishedAt ?? run.finishedOn)).toEqual([
    '2026-11-28T16:18:24Z',
    '2026-11-28',
    '2026-11-27',
  ])
})

test('how long it took is told in its own unit', () => {
  expect(secondsOf({ startedAt: '2026-11-28T16:18:11Z', finishedAt: '2026-11-28T16:18:24.5Z' })).toBe(13.5)
  expect(secondsOf({ startedAt: null, finishedAt: '2026-11-28T16:18:24Z' })).toBeNull()
  expect([null, 3.12, 59, 245, 7801].map(formatSeconds)).toEqual([
    '–',
    '3.1 s',
    '59 s',
    '4 min 5 s',
    '2 h 10 min',
  ])
})
