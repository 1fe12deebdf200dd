import type { FindingKind } from '@/core/api/documents/graphql'
import { KIND_ORDER } from '@/core/format/words'
import {
  isRow,
  type Row,
  readCount,
  readCounts,
  readFlag,
  readNumber,
  readNumbers,
  readRow,
  readRows,
  readText,
  readTexts,
} from './read'

/** What may have become of findings in a night, in the order in which it is told. `best`: the first night, with nothing before it. */
export const LISTS = ['new', 'returned', 'reopened', 'raised', 'lowered', 'gone', 'best'] as const
export type ListName = (typeof LISTS)[number]
/** The lists that are counted by kind. */
export const CHANGES = LISTS.filter((name) => name !== 'best')

export type ReportEnd = { type: string; id: string; name: string | null }
export type ReportFinding = {
  id: string
  kind: FindingKind
  subject: ReportEnd
  target: ReportEnd | null
  members: number
  memberNames: string[]
  score: number
  scoreBefore: number | null
  evidence: { weight: number; text: string }[]
}
export type FindingList = { name: ListName; total: number; likely: number; rows: ReportFinding[] }
export type KindChanges = {
  kind: FindingKind
  listed: number
  dismissed: number
  likely: number
  likelyBefore: number | null
  /** How many, and how many of them are more likely right than not, by `CHANGES`. */
  changes: Record<string, { all: number; likely: number }>
  /** Findings by tenths of their score, tonight and the night before. */
  scores: { tonight: number[]; before: number[] } | null
}
export type ClusterChange = {
  id: string
  kind: string
  change: string
  size: number
  previousSize: number | null
  joined: number
  left: number
  score: number | null
  memberNames: string[]
}
export type Share = { found: number; planted: number }
export type KindCoverage = Share & {
  kind: FindingKind
  interval: [number, number] | null
  before: Share
  fell: boolean
  notPlanted: string | null
  tricks: (Share & { trick: string })[]
  nights: (Share & { nightId: string })[]
}
export type StageCost = {
  name: string
  seconds: number
  peakMib: number | null
  skipped: boolean
  usualSeconds: number | null
  usualPeakMib: number | null
  slow: boolean
}
export type ColumnShift = {
  table: string
  column: string
  by: string
  psi: number
  missingBefore: number | null
  missing: number | null
  moved: boolean
}
export type Drift = {
  tables: { name: string; rows: number; before: number | null }[]
  since: { nightId: string; compared: number; moved: number; columns: ColumnShift[] }[]
}
export type Load = {
  source: string
  path: string
  deliveries: number
  accepted: number
  written: number
  unchanged: number
  late: number
  quarantined: number
  quarantinedShare: number
  notices: string[]
}
export type NightReport = {
  nightId: string
  date: string | null
  previousNight: string | null
  headline: string[]
  attention: string[]
  kinds: KindChanges[]
  lists: FindingList[]
  clusters: { total: number; changed: number; counts: [string, number][]; rows: ClusterChange[] }
  coverage: KindCoverage[]
  /** Artists that the red team's copy had, of all. */
  redTeamOf: { artists: number | null; of: number | null } | null
  drift: Drift
  stages: StageCost[]
  loads: Load[]
  waiting: string[]
  notes: string[]
}

/** The night's report of a run; null if there is none, or it is of another form. */
export function parseReport(value: unknown): NightReport | null {
  if (!isRow(value)) return null
  const nightId = readText(value.night_id)
  if (nightId === null) return null
  const redTeam = isRow(value.red_team) ? value.red_team : null
  return {
    nightId,
    date: readText(value.date),
    previousNight: readText(value.previous_night),
    headline: readTexts(value.headline),
    attention: readTexts(value.attention),
    kinds: parseKinds(readRow(readRow(value.findings).by_kind), readRow(value.scores)),
    lists: parseLists(readRow(value.findings)),
    clusters: parseClusters(readRow(value.clusters)),
    coverage: parseCoverage(readRow(redTeam?.kinds)),
    redTeamOf: redTeam && { artists: readNumber(redTeam.artists), of: readNumber(redTeam.of) },
    drift: parseDrift(readRow(value.drift)),
    stages: readRows(value.stages).map(parseStage),
    loads: readRows(value.loads).map(parseLoad),
    waiting: readTexts(value.waiting),
    notes: readTexts(value.notes),
  }
}

const kindOf = (name: unknown): FindingKind | null =>
  KIND_ORDER.find((kind) => typeof name === 'string' && kind === name.toUpperCase()) ?? null

function parseKinds(byKind: Row, scores: Row): KindChanges[] {
  return KIND_ORDER.flatMap((kind): KindChanges[] => {
    const told = byKind[kind.toLowerCase()]
    if (!isRow(told)) return []
    const histogram = readRow(scores[kind.toLowerCase()])
    const tonight = readNumbers(histogram.tonight)
    const counts = CHANGES.map((name): [string, { all: number; likely: number }] => [
      name,
      { all: readCount(told[name]), likely: readCount(told[`${name}_likely`]) },
    ])
    return [
      {
        kind,
        listed: readCount(told.listed),
        dismissed: readCount(told.dismissed),
        likely: readCount(told.likely),
        likelyBefore: readNumber(told.likely_before),
        changes: Object.fromEntries(counts),
        scores: tonight.length === 0 ? null : { tonight, before: readNumbers(histogram.before) },
      },
    ]
  })
}

function parseLists(findings: Row): FindingList[] {
  return LISTS.flatMap((name): FindingList[] => {
    const told = readRow(findings[name])
    const rows = readRows(told.rows).flatMap(parseFinding)
    const total = readCount(told.total)
    return total === 0 && rows.length === 0 ? [] : [{ name, total, likely: readCount(told.likely), rows }]
  })
}

function parseEnd(value: unknown): ReportEnd | null {
  const end = readRow(value)
  const id = readText(end.id)
  return id === null ? null : { type: readText(end.type) ?? '', id, name: readText(end.name) }
}

function parseFinding(row: Row): ReportFinding[] {
  const id = readText(row.finding_id)
  const kind = kindOf(row.kind)
  const subject = parseEnd(row.subject)
  const score = readNumber(row.score)
  if (id === null || kind === null || subject === null || score === null) return []
  const evidence = readRows(row.evidence).flatMap((fact) => {
    const text = readText(fact.text)
    const weight = readNumber(fact.weight)
    return text === null || weight === null ? [] : [{ text, weight }]
  })
  return [
    {
      id,
      kind,
      subject,
      target: parseEnd(row.target),
      members: readCount(row.members),
      memberNames: readTexts(row.member_names),
      score,
      scoreBefore: readNumber(row.score_before),
      evidence,
    },
  ]
}

function parseClusters(told: Row): NightReport['clusters'] {
  const rows = readRows(told.rows).flatMap((row): ClusterChange[] => {
    const id = readText(row.cluster_id)
    if (id === null) return []
    return [
      {
        id,
        kind: readText(row.kind) ?? '',
        change: readText(row.change) ?? '',
        size: readCount(row.size),
        previousSize: readNumber(row.previous_size),
        joined: readCount(row.joined),
        left: readCount(row.left),
        score: readNumber(row.score),
        memberNames: readTexts(row.member_names),
      },
    ]
  })
  return {
    total: readCount(told.clusters),
    changed: readCount(told.changed),
    counts: readCounts(told.counts),
    rows,
  }
}

function parseCoverage(kinds: Row): KindCoverage[] {
  return KIND_ORDER.flatMap((kind): KindCoverage[] => {
    const told = kinds[kind.toLowerCase()]
    if (!isRow(told)) return []
    const [low, high] = readNumbers(told.interval)
    const tricks = Object.entries(readRow(told.by_trick)).map(([trick, counts]) => {
      const [found = 0, planted = 0] = readNumbers(counts)
      return { trick, found, planted }
    })
    return [
      {
        kind,
        found: readCount(told.found),
        planted: readCount(told.planted),
        interval: low === undefined || high === undefined ? null : [low, high],
        before: { found: readCount(told.found_before), planted: readCount(told.planted_before) },
        fell: readFlag(told.fell),
        notPlanted: readText(told.not_planted),
        tricks,
        nights: readRows(told.history).map((night) => ({
          nightId: readText(night.night_id) ?? '',
          found: readCount(night.found),
          planted: readCount(night.planted),
        })),
      },
    ]
  })
}

function parseDrift(told: Row): Drift {
  const since = readRows(told.since)
  const before = new Map(readCounts(since[0]?.rows))
  return {
    tables: readCounts(told.rows).map(([name, rows]) => ({ name, rows, before: before.get(name) ?? null })),
    since: since.map((night) => ({
      nightId: readText(night.night_id) ?? '',
      compared: readCount(night.compared),
      moved: readCount(night.moved),
      columns: readRows(night.columns).map((column) => ({
        table: readText(column.table) ?? '',
        column: readText(column.column) ?? '',
        by: readText(column.by) ?? '',
        psi: readCount(column.psi),
        missingBefore: readNumber(column.missing_before),
        missing: readNumber(column.missing),
        moved: readFlag(column.moved),
      })),
    })),
  }
}

const parseStage = (stage: Row): StageCost => ({
  name: readText(stage.name) ?? '',
  seconds: readCount(stage.seconds),
  peakMib: readNumber(stage.peak_mib),
  skipped: readFlag(stage.skipped),
  usualSeconds: readNumber(stage.median_seconds),
  usualPeakMib: readNumber(stage.median_peak_mib),
  slow: readFlag(stage.slow),
})

const parseLoad = (load: Row): Load => ({
  source: readText(load.source) ?? '',
  path: readText(load.path) ?? '',
  deliveries: readCount(load.deliveries),
  accepted: readCount(load.accepted),
  written: readCount(load.written),
  unchanged: readCount(load.unchanged),
  late: readCount(load.late),
  quarantined: readCount(load.quarantined),
  quarantinedShare: readCount(load.quarantined_share),
  notices: readTexts(load.notices),
})
