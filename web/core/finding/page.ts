import { firstOf } from './facts'

/** A release as the timeline of a page needs it. */
export type OnPage = {
  id: string
  title?: string | null
  releaseDate?: string | null
  receivedAt?: string | null
  artistAssignment?: string | null
  language?: string | null
  genres?: string[]
  pLine?: string | null
  label?: { id: string; name?: string | null } | null
  distributor?: { id: string; name?: string | null } | null
  payouts?: { period?: string | null; payee: { id: string; name?: string | null } }[]
}
export type LaneOf = 'distributor' | 'payee' | 'label'
export type Mark = { id: string; title: string; day: string; suspect: boolean; byNameOnly: boolean }
export type Lane = { id: string; name: string; marks: Mark[]; onlySuspect: boolean }

type Thing = { id: string; name: string }
const UNKNOWN: Thing = { id: '', name: 'not known' }
const named = (thing: { id: string; name?: string | null }): Thing => ({
  id: thing.id,
  name: thing.name ?? thing.id,
})

function thingsOf(release: OnPage, by: LaneOf): Thing[] {
  if (by === 'payee') {
    const payees = new Map((release.payouts ?? []).map(({ payee }) => [payee.id, named(payee)]))
    return payees.size === 0 ? [UNKNOWN] : [...payees.values()]
  }
  const thing = release[by]
  return [thing == null ? UNKNOWN : named(thing)]
}

/** The day by which a release stands on the timeline: that of release, else of receipt. */
export const dayOf = (release: OnPage): string | null =>
  release.releaseDate ?? release.receivedAt?.slice(0, 10) ?? null

/** One lane for each distributor, payee or label, in the order in which they came to the page. Releases without a day are left out. */
export function lanesOf(releases: readonly OnPage[], by: LaneOf, suspects: ReadonlySet<string>): Lane[] {
  const lanes = new Map<string, Lane>()
  for (const release of releases) {
    const day = dayOf(release)
    if (day === null) continue
    for (const { id, name } of thingsOf(release, by)) {
      const lane = lanes.get(id) ?? { id, name, marks: [], onlySuspect: true }
      const suspect = suspects.has(release.id)
      lane.marks.push({
        id: release.id,
        title: release.title ?? release.id,
        day,
        suspect,
        byNameOnly: release.artistAssignment === 'name_only',
      })
      if (!suspect) lane.onlySuspect = false
      lanes.set(id, lane)
    }
  }
  const first = (lane: Lane): string => firstOf(lane.marks.map((mark) => mark.day)) ?? ''
  return [...lanes.values()]
    .map((lane) => ({ ...lane, marks: lane.marks.toSorted((a, b) => a.day.localeCompare(b.day)) }))
    .toSorted((a, b) => first(a).localeCompare(first(b)) || a.name.localeCompare(b.name))
}

/** The first and the last day of some lanes; null where there is no mark. */
export function spanOf(lanes: readonly Lane[]): [string, string] | null {
  const days = lanes.flatMap((lane) => lane.marks.map((mark) => mark.day)).toSorted()
  const [first, last] = [days[0], days.at(-1)]
  return first === undefined || last === undefined ? null : [first, last]
}

/** What the suspect release has, how many of the page's other releases have it too, and what they have most. */
export type Habit = {
  label: string
  suspect: string
  sharedBy: number | null
  known: number
  usual: { name: string; count: number }[]
}

const WHAT: { label: string; of: (release: OnPage) => string[] }[] = [
  { label: 'Distributor', of: ({ distributor }) => (distributor == null ? [] : [named(distributor).name]) },
  { label: 'Label', of: ({ label }) => (label == null ? [] : [named(label).name]) },
  {
    label: 'Payee',
    of: (release) =>
      thingsOf(release, 'payee')
        .filter(({ id }) => id !== '')
        .map(({ name }) => name),
  },
  {
    label: 'P-line',
    of: ({ pLine }) => {
      const owner = (pLine ?? '').replace(/^\s*(℗|\(P\))?\s*(\d{4})?\s*/iu, '').trim()
      return owner === '' ? [] : [owner]
    },
  },
  { label: 'Language', of: ({ language }) => (language == null ? [] : [language]) },
  { label: 'Genres', of: ({ genres }) => genres ?? [] },
  {
    label: 'Put on the page',
    of: ({ artistAssignment }) => (artistAssignment == null ? [] : [tellAssignment(artistAssignment)]),
  },
]

/** Hold a release against the other releases of the page that it sits on. What nobody has is left out. */
export function habitsOf(suspect: OnPage, releases: readonly OnPage[]): Habit[] {
  const others = releases.filter(({ id }) => id !== suspect.id)
  return WHAT.flatMap(({ label, of }): Habit[] => {
    const own = of(suspect)
    const counts = new Map<string, number>()
    let known = 0
    let sharedBy = 0
    for (const other of others) {
      const values = [...new Set(of(other))]
      if (values.length > 0) known += 1
      if (values.some((value) => own.includes(value))) sharedBy += 1
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    if (own.length === 0 && known === 0) return []
    const usual = [...counts]
      .map(([name, count]) => ({ name, count }))
      .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name))
    return [
      {
        label,
        suspect: own.join(', '),
        sharedBy: own.length === 0 || known === 0 ? null : sharedBy,
        known,
        usual: usual.slice(0, 3),
      },
    ]
  })
}

const ASSIGNMENTS: Record<string, string> = {
  identifier: 'by an identifier',
  artist_key: 'by the artist’s key',
  name_only: 'by name only',
  manual: 'by hand',
}

/** How a release was put on a page, in words. */
export const tellAssignment = (assignment: string): string => ASSIGNMENTS[assignment] ?? assignment
