import { countOf } from '@/core/format/words'

/** What a lane stands for. */
export type LaneBy = 'distributor' | 'payee' | 'label'

type Named = { id: string; name?: string | null }
type Mention = { id: string; kind: string; score: number; status: string }

/** What the timeline needs of a release; `payouts` only where the viewer may read payees. */
export type TimedRelease = {
  id: string
  title?: string | null
  type?: string | null
  releaseDate?: string | null
  receivedAt?: string | null
  artistAssignment?: string | null
  label?: Named | null
  distributor?: Named | null
  artists?: readonly Named[]
  payouts?: readonly { payee: Named }[]
  findings: readonly Mention[]
}

/** A release in a lane. `at`: when it was received, else when it came out, in ms. `level`: 0 to 3, raised where marks would cover each other. */
export type Mark<Release extends TimedRelease = TimedRelease> = {
  release: Release
  at: number
  level: number
  standing: Standing
}
/**
 * What is said of a release: nothing; a finding that is likely and not decided (`suspect`), or only ones that are unlikely; one that was
 * confirmed; only dismissed ones.
 */
export type Standing = 'clear' | 'suspect' | 'unlikely' | 'confirmed' | 'dismissed'

export type Lane<Release extends TimedRelease = TimedRelease> = {
  key: string
  name: string
  /** Whether the catalog says whose lane it is. */
  known: boolean
  marks: Mark<Release>[]
  first: number
  last: number
  nameOnly: number
  suspect: number
}

/** A timeline: lanes by their first release, so that a latecomer stands at the bottom. `from`, `to`: ms. */
export type Timeline<Release extends TimedRelease = TimedRelease> = {
  lanes: Lane<Release>[]
  from: number
  to: number
  undated: number
}

export function timeOf(release: TimedRelease): number | null {
  const text = release.receivedAt ?? release.releaseDate
  const time = text ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? null : time
}

/** The score from which a finding is held to be likely. */
const LIKELY = 0.5

export function standingOf(findings: readonly { status: string; score: number }[]): Standing {
  if (findings.length === 0) return 'clear'
  if (findings.some(({ status }) => status === 'confirmed')) return 'confirmed'
  const standing = findings.filter(({ status }) => status !== 'dismissed')
  if (standing.length === 0) return 'dismissed'
  return standing.some(({ score }) => score >= LIKELY) ? 'suspect' : 'unlikely'
}

const UNKNOWN: Record<LaneBy, string> = {
  distributor: 'Distributor not told',
  payee: 'No payee told',
  label: 'No label told',
}

/** Whose lanes a release is in: one of a distributor or label, one of each payee. Null is nobody known. */
function ownersOf(release: TimedRelease, by: LaneBy): (Named | null)[] {
  if (by === 'distributor') return [release.distributor ?? null]
  if (by === 'label') return [release.label ?? null]
  const payees = new Map((release.payouts ?? []).map(({ payee }) => [payee.id, payee]))
  return payees.size === 0 ? [null] : [...payees.values()]
}

/** Part of the timeline's length within which marks of a lane are put above each other. */
const CROWDED = 0.011
const LEVELS = 4

/** Lay releases out in lanes. A release without any date is counted, not shown. */
export function buildLanes<Release extends TimedRelease>(
  releases: readonly Release[],
  by: LaneBy,
): Timeline<Release> {
  const lanes = new Map<string, Lane<Release>>()
  let undated = 0
  for (const release of releases) {
    const at = timeOf(release)
    if (at === null) {
      undated += 1
      continue
    }
    for (const owner of ownersOf(release, by)) {
      const key = owner?.id ?? ''
      const lane = lanes.get(key) ?? {
        key,
        name: owner === null ? UNKNOWN[by] : (owner.name ?? owner.id),
        known: owner !== null,
        marks: [],
        first: at,
        last: at,
        nameOnly: 0,
        suspect: 0,
      }
      const standing = standingOf(release.findings)
      lane.marks.push({ release, at, level: 0, standing })
      lane.first = Math.min(lane.first, at)
      lane.last = Math.max(lane.last, at)
      if (release.artistAssignment === 'name_only') lane.nameOnly += 1
      if (standing === 'suspect' || standing === 'confirmed') lane.suspect += 1
      lanes.set(key, lane)
    }
  }
  const all = [...lanes.values()].toSorted((left, right) => left.first - right.first)
  const from = Math.min(...all.map((lane) => lane.first))
  const to = Math.max(...all.map((lane) => lane.last))
  for (const lane of all) raise(lane, Math.max(to - from, 1) * CROWDED)
  return { lanes: all, from: all.length === 0 ? 0 : from, to: all.length === 0 ? 0 : to, undated }
}

/** Order the marks by time and raise those that come within `gap` ms of the one before. */
function raise(lane: Lane, gap: number): void {
  lane.marks.sort((left, right) => left.at - right.at)
  let previous = Number.NEGATIVE_INFINITY
  let level = 0
  for (const mark of lane.marks) {
    level = mark.at - previous < gap ? (level + 1) % LEVELS : 0
    previous = mark.at
    mark.level = level
  }
}

const DAY_MS = 86_400_000
const YEAR_MS = 365.25 * DAY_MS

/** Days as `3 days`, `5 months`, `9 years`. */
export function describeSpan(ms: number): string {
  const days = Math.round(ms / DAY_MS)
  const [count, unit] =
    days < 60
      ? [days, 'day']
      : days < 700
        ? [Math.round(days / 30.44), 'month']
        : [Math.round(ms / YEAR_MS), 'year']
  return countOf(count, unit)
}

/** What is to be seen in a lane, without a verdict: `12 releases, 3 by name only; began 9 years after the first`. */
export function describeLane(lane: Lane, from: number): string {
  const parts = [countOf(lane.marks.length, 'release')]
  if (lane.nameOnly > 0) parts.push(`${lane.nameOnly} by name only`)
  if (lane.suspect > 0) parts.push(`${lane.suspect} with likely findings`)
  const late = lane.first - from
  return late > 30 * DAY_MS
    ? `${parts.join(', ')}; began ${describeSpan(late)} after the first`
    : parts.join(', ')
}

export type Tick = { at: number; text: string }
/** How much of an axis a character of a mark takes: its beginning is marked where the first round mark leaves room. */
const CHARACTER_SHARE = 0.012

/** Where an axis begins, and round years, or months where there are few years; at most about a dozen. Times in ms, UTC. */
export function axisTicks(from: number, to: number): Tick[] {
  const ticks = roundTicks(from, to)
  const [first] = ticks
  if (first === undefined || first.at - from < (to - from) * first.text.length * CHARACTER_SHARE) return ticks
  return [{ at: from, text: new Date(from).toISOString().slice(0, first.text.length) }, ...ticks]
}

function roundTicks(from: number, to: number): Tick[] {
  const years = (to - from) / YEAR_MS
  const start = new Date(from)
  if (years < 1.5) {
    const step = years < 0.8 ? 1 : 2
    const ticks: Tick[] = []
    for (let month = start.getUTCMonth() + 1; ; month += step) {
      const at = Date.UTC(start.getUTCFullYear(), month, 1)
      if (at > to) return ticks
      ticks.push({ at, text: new Date(at).toISOString().slice(0, 7) })
    }
  }
  const step = [1, 2, 5, 10, 20].find((size) => years / size <= 10) ?? 50
  const ticks: Tick[] = []
  for (let year = Math.ceil((start.getUTCFullYear() + 0.001) / step) * step; ; year += step) {
    const at = Date.UTC(year, 0, 1)
    if (at > to) return ticks
    ticks.push({ at, text: String(year) })
  }
}
