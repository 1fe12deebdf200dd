import { formatDay } from '@/core/format/dates'
import { formatCount, formatDuration } from '@/core/format/numbers'

/** How two values stand to each other; `unknown` where one of them is missing, which is no evidence either way. */
export type Standing = 'same' | 'partly' | 'differs' | 'unknown'
export type FactRow = { label: string; left: string; right: string; standing: Standing; help?: string }

const DASH = '–'
const asText = (value: string | null | undefined): string => (value == null || value === '' ? DASH : value)
const asList = (values: readonly string[]): string => (values.length === 0 ? DASH : values.join(', '))

/** Compare two single values. */
export function standingOf(
  left: string | number | null | undefined,
  right: string | number | null | undefined,
): Standing {
  if (left == null || left === '' || right == null || right === '') return 'unknown'
  return left === right ? 'same' : 'differs'
}

/** Compare two lists, whatever their order. */
export function standingOfLists(left: readonly string[], right: readonly string[]): Standing {
  if (left.length === 0 || right.length === 0) return 'unknown'
  const shared = left.filter((value) => right.includes(value)).length
  if (shared === 0) return 'differs'
  return shared === left.length && shared === right.length ? 'same' : 'partly'
}

type Profile = {
  aliases: string[]
  country?: string | null
  type?: string | null
  genres: string[]
  followers?: number | null
  monthlyListeners?: number | null
  isni?: string | null
  ipi?: string | null
  musicbrainzId?: string | null
  discogsId?: string | null
  urls: string[]
  createdOn?: string | null
  endedOn?: string | null
  verified?: boolean | null
  identity?: { id: string } | null
}

const one = (label: string, left?: string | null, right?: string | null, help?: string): FactRow => ({
  label,
  left: asText(left),
  right: asText(right),
  standing: standingOf(left, right),
  help,
})
const list = (label: string, left: readonly string[], right: readonly string[], help?: string): FactRow => ({
  label,
  left: asList(left),
  right: asList(right),
  standing: standingOfLists(left, right),
  help,
})
const size = (label: string, left?: number | null, right?: number | null): FactRow => ({
  label,
  left: formatCount(left),
  right: formatCount(right),
  standing: standingOf(left, right),
})
const day = (label: string, left?: string | null, right?: string | null, help?: string): FactRow => ({
  ...one(label, left, right, help),
  left: formatDay(left),
  right: formatDay(right),
})
const yes = (value: boolean | null | undefined): string | null =>
  value == null ? null : value ? 'yes' : 'no'

/** Two profiles beside each other. */
export function profileRows(left: Profile, right: Profile): FactRow[] {
  return [
    size('Monthly listeners', left.monthlyListeners, right.monthlyListeners),
    size('Followers', left.followers, right.followers),
    day('Profile made', left.createdOn, right.createdOn),
    day('Ended', left.endedOn, right.endedOn, 'The act disbanded or died.'),
    one('Country', left.country, right.country),
    one('Type', left.type, right.type),
    list('Genres', left.genres, right.genres),
    list('Other names', left.aliases, right.aliases),
    one('Verified', yes(left.verified), yes(right.verified), 'Whether the service verified the profile.'),
    one('ISNI', left.isni, right.isni, 'Two different ISNIs are usually two different acts.'),
    one('IPI', left.ipi, right.ipi),
    one('MusicBrainz', left.musicbrainzId, right.musicbrainzId),
    one('Discogs', left.discogsId, right.discogsId),
    list('Pages', left.urls, right.urls),
    one(
      'Identity',
      left.identity?.id,
      right.identity?.id,
      'The act behind the profile, as the last run resolved it.',
    ),
  ]
}

type Act = Pick<Profile, 'followers' | 'monthlyListeners' | 'createdOn' | 'country'> & {
  id: string
  name?: string | null
}

/** The main artists of two recordings beside each other. */
export function actRows(left: Act | undefined, right: Act | undefined): FactRow[] {
  return [
    { ...one('Main artist', left?.name, right?.name), standing: standingOf(left?.id, right?.id) },
    size('Followers', left?.followers, right?.followers),
    size('Monthly listeners', left?.monthlyListeners, right?.monthlyListeners),
    day('Profile made', left?.createdOn, right?.createdOn),
    one('Country', left?.country, right?.country),
  ]
}

/** A recording as its comparison needs it. */
type Sound = {
  isrc?: string | null
  durationMs?: number | null
  language?: string | null
  streams28d?: number | null
  aiDisclosure: string[]
  releases: {
    releaseDate?: string | null
    receivedAt?: string | null
    label?: { name?: string | null } | null
    distributor?: { name?: string | null } | null
    pLine?: string | null
  }[]
}

/** The first of some days or times; null where none is known. */
export const firstOf = (times: readonly (string | null | undefined)[]): string | null =>
  times.filter((time) => time != null).toSorted()[0] ?? null

const namesOf = (things: readonly ({ name?: string | null } | null | undefined)[]): string[] =>
  textsOf(things.map((thing) => thing?.name))

const textsOf = (texts: readonly (string | null | undefined)[]): string[] => [
  ...new Set(texts.filter((text) => text != null).filter((text) => text.trim() !== '')),
]

/** Two recordings beside each other. */
export function soundRows(left: Sound, right: Sound): FactRow[] {
  const firstDay = (sound: Sound) => firstOf(sound.releases.map((release) => release.releaseDate))
  const firstTime = (sound: Sound) => firstOf(sound.releases.map((release) => release.receivedAt))
  const ratio = left.durationMs && right.durationMs ? left.durationMs / right.durationMs : null
  return [
    one(
      'ISRC',
      left.isrc,
      right.isrc,
      'One ISRC is one recording. A copy under a new ISRC looks like a new recording.',
    ),
    {
      ...one('Duration', formatDuration(left.durationMs), formatDuration(right.durationMs)),
      left:
        ratio === null || Math.abs(ratio - 1) < 0.0005
          ? formatDuration(left.durationMs)
          : `${formatDuration(left.durationMs)} (${ratio.toFixed(3)} times as long)`,
      standing:
        left.durationMs == null || right.durationMs == null
          ? 'unknown'
          : Math.abs(left.durationMs - right.durationMs) < 1000
            ? 'same'
            : 'differs',
    },
    day('First release', firstDay(left), firstDay(right)),
    day('First received', firstTime(left), firstTime(right)),
    list(
      'Label',
      namesOf(left.releases.map(({ label }) => label)),
      namesOf(right.releases.map(({ label }) => label)),
    ),
    list(
      'Distributor',
      namesOf(left.releases.map(({ distributor }) => distributor)),
      namesOf(right.releases.map(({ distributor }) => distributor)),
      'A shared distributor by itself says little.',
    ),
    list(
      'P-line',
      textsOf(left.releases.map(({ pLine }) => pLine)),
      textsOf(right.releases.map(({ pLine }) => pLine)),
      'The owner of the sound, with year.',
    ),
    one('Language', left.language, right.language),
    size('Streams in 28 days', left.streams28d, right.streams28d),
    list('AI disclosure', left.aiDisclosure, right.aiDisclosure),
  ]
}

type Credited = { contributions: { partyName?: string | null; role?: string | null; ipi?: string | null }[] }
export type Person = { name: string; roles: string[]; recordings: number }

/** Who is credited on some recordings, the most credited first. Names that differ in case alone are one. */
export function peopleOf(recordings: readonly Credited[]): Person[] {
  const people = new Map<string, { name: string; roles: Set<string>; recordings: Set<Credited> }>()
  for (const recording of recordings) {
    for (const { partyName, role } of recording.contributions) {
      if (partyName == null || partyName === '') continue
      const key = keyOfPerson(partyName)
      const known = people.get(key) ?? {
        name: partyName,
        roles: new Set<string>(),
        recordings: new Set<Credited>(),
      }
      if (role != null) known.roles.add(role)
      known.recordings.add(recording)
      people.set(key, known)
    }
  }
  return [...people.values()]
    .map(({ name, roles, recordings: of }) => ({ name, roles: [...roles].toSorted(), recordings: of.size }))
    .toSorted((a, b) => b.recordings - a.recordings || a.name.localeCompare(b.name))
}

/** Equal for names that differ in case alone. */
export const keyOfPerson = (name: string): string => name.normalize('NFC').toLowerCase()

type Paid = {
  id: string
  payouts?: {
    amount?: number | null
    currency?: string | null
    period?: string | null
    payee: { id: string; name?: string | null; country?: string | null }
  }[]
}
export type PaidTo = {
  id: string
  name: string
  country: string | null
  releases: number
  amounts: [string, number][]
  since: string | null
}

/** Who is paid for some releases, for the most releases first. `since`: the first period, YYYY-MM. */
export function payeesOf(releases: readonly Paid[]): PaidTo[] {
  const found = new Map<
    string,
    {
      name: string
      country: string | null
      releases: Set<string>
      amounts: Map<string, number>
      periods: string[]
    }
  >()
  for (const release of releases) {
    for (const { payee, amount, currency, period } of release.payouts ?? []) {
      const known = found.get(payee.id) ?? {
        name: payee.name ?? payee.id,
        country: payee.country ?? null,
        releases: new Set<string>(),
        amounts: new Map<string, number>(),
        periods: [] as string[],
      }
      known.releases.add(release.id)
      if (amount != null)
        known.amounts.set(currency ?? '?', (known.amounts.get(currency ?? '?') ?? 0) + amount)
      if (period != null) known.periods.push(period)
      found.set(payee.id, known)
    }
  }
  return [...found]
    .map(([id, { name, country, releases: of, amounts, periods }]) => ({
      id,
      name,
      country,
      releases: of.size,
      amounts: [...amounts].toSorted(),
      since: firstOf(periods),
    }))
    .toSorted((a, b) => b.releases - a.releases || a.name.localeCompare(b.name))
}
