import { graphql } from '@/core/api/documents'
import type { ClaimedFragment } from '@/core/api/documents/graphql'
import { countOf, shortCountOf } from '@/core/format/words'
import { spellOut } from '@/core/names/unseen'
import type { QueueRow } from './queue'

/** A piece of a sentence: words, or the name of a thing with where it is shown. */
export type ClaimPart = string | ClaimName
export type ClaimName = { name: string; type: 'artist' | 'release' | 'recording' | 'cluster'; id: string }

graphql(`
  fragment Claimed on Finding {
    kind score
    subject {
      __typename
      ... on Artist { id name followers monthlyListeners }
      ... on Release { id title artists { id name } }
      ... on Recording { id title artists { id name } }
      ... on Cluster {
        id size
        members(first: 3) { edges { node { id name } } }
        releases(first: 3) { edges { node { id title } } }
      }
    }
    target {
      __typename
      ... on Artist { id name followers monthlyListeners }
      ... on Release { id title artists { id name } }
      ... on Recording { id title artists { id name } }
      ... on Cluster { id size }
    }
  }
`)

/** A finding with what its sentence needs. */
export type Claimed = ClaimedFragment
type End = NonNullable<Claimed['subject'] | Claimed['target']>

const GONE = 'something that has left the catalog'
const NAMELESS = '(no name yet)'

const quoted = (name: string | null | undefined): string =>
  name == null || name === '' ? NAMELESS : `“${spellOut(name)}”`

function audienceOf(end: End): string {
  if (end.__typename !== 'Artist') return ''
  const { monthlyListeners, followers } = end
  if (monthlyListeners != null) return ` (${shortCountOf(monthlyListeners, 'listener')})`
  return followers != null ? ` (${shortCountOf(followers, 'follower')})` : ''
}

/** The end as a name and, where it is told, whose it is. */
function parts(end: End | null | undefined, options: { audience?: boolean; by?: boolean } = {}): ClaimPart[] {
  if (end == null) return [GONE]
  if (end.__typename === 'Artist') {
    const name: ClaimName = { name: quoted(end.name), type: 'artist', id: end.id }
    return options.audience ? [name, audienceOf(end)] : [name]
  }
  if (end.__typename === 'Cluster') return [{ name: end.id, type: 'cluster', id: end.id }]
  const type = end.__typename === 'Release' ? 'release' : 'recording'
  const title: ClaimName = { name: quoted(end.title), type, id: end.id }
  const [first] = end.artists
  if (!options.by || first === undefined) return [title]
  return [title, ' by ', { name: quoted(first.name), type: 'artist', id: first.id }]
}

/** Some members by name, and how many there are of what: profiles, releases or both. */
function group(end: End | null | undefined): { what: string; names: ClaimPart[]; id: string } | null {
  if (end == null || end.__typename !== 'Cluster' || !('members' in end)) return null
  const artists = end.members.edges.map(
    ({ node }): ClaimName => ({ name: quoted(node.name), type: 'artist', id: node.id }),
  )
  const releases = end.releases.edges.map(
    ({ node }): ClaimName => ({ name: quoted(node.title), type: 'release', id: node.id }),
  )
  const some = [...artists, ...releases].slice(0, 3)
  const left = end.size - some.length
  const names = some.flatMap((name, place): ClaimPart[] => (place === 0 ? [name] : [', ', name]))
  if (left > 0) names.push(` and ${left.toLocaleString('en')} more`)
  const what =
    artists.length > 0 && releases.length > 0
      ? countOf(end.size, 'release or profile', 'releases or profiles')
      : countOf(end.size, releases.length > 0 ? 'release' : 'profile')
  return { what, names, id: end.id }
}

/** Whether a member of a campaign is out of place is a finding of its own, which may be wrong. */
const OUT_OF_PLACE = ', each of which may be out of place,'

/** From here on a finding is more likely right than not. */
const EVEN = 0.5

/** What a finding claims, in one sentence: never more than that it seems so, and below even odds that it might be. */
export function claimOf(finding: Claimed): ClaimPart[] {
  const { kind, subject, target } = finding
  const likely = finding.score >= EVEN
  const one = likely ? 'seems to' : 'might'
  switch (kind) {
    case 'IMPERSONATION':
      return [
        ...parts(subject, { audience: true }),
        ` ${one} trade on `,
        ...parts(target, { audience: true }),
      ]
    case 'MISATTRIBUTION':
      return [
        ...parts(subject),
        ' sits on the page of ',
        ...parts(target, { audience: true }),
        ` and ${one} be another artist’s`,
      ]
    case 'RECYCLED_AUDIO':
      return [
        ...parts(subject, { by: true }),
        ` ${one} be the same sound as `,
        ...parts(target, { by: true }),
      ]
    default: {
      const told = group(subject)
      const isFarm = kind === 'CONTENT_FARM'
      const says = isFarm
        ? 'be run by one operator to mass-produce interchangeable content'
        : 'belong to one operation'
      if (told === null) return [...parts(subject), ` ${one} ${says}`]
      const what: ClaimName = { name: told.what, type: 'cluster', id: told.id }
      return [
        what,
        `${isFarm ? '' : OUT_OF_PLACE} ${likely ? 'seem to' : 'might'} ${says}${told.names.length === 0 ? '' : ': '}`,
        ...told.names,
      ]
    }
  }
}

/** The sentence without its links. */
export const claimText = (finding: Claimed): string =>
  claimOf(finding)
    .map((part) => (typeof part === 'string' ? part : part.name))
    .join('')

export type Fact = { type: string; weight: number; text: string }

/** The heaviest fact for the claim and the heaviest against it; null where there is none. */
export function strongest(evidence: readonly Fact[]): { for: Fact | null; against: Fact | null } {
  const heaviest = evidence.reduce<Fact | null>(
    (most, fact) => (fact.weight > Math.max(0, most?.weight ?? 0) ? fact : most),
    null,
  )
  const lightest = evidence.reduce<Fact | null>(
    (least, fact) => (fact.weight < Math.min(0, least?.weight ?? 0) ? fact : least),
    null,
  )
  return { for: heaviest, against: lightest }
}

/** What was measured of what is at stake, without what it is compared with. */
export const stakeOf = (harmReason: string): string =>
  (harmReason.split('; ')[0] ?? '').replace(/\.$/, '').replace(/^The recordings of its/, 'Recordings of its')

/** What is at stake, 0 to 1; a dash where no run has looked at it. */
export const tellStake = (harm: number | null | undefined): string => (harm == null ? '–' : harm.toFixed(2))

export type Age = { tag: string; tone: '' | 'accent' | 'warn'; title: string }
type Dated = Pick<QueueRow, 'current' | 'status' | 'firstSeen' | 'lastSeen' | 'returnedOn' | 'changedOn'>

/** How a finding stands to the last night. `night`: its day; null before any. */
export function ageOf(row: Dated, night: string | null, formatDay: (day?: string | null) => string): Age {
  const since = (day: string | null | undefined): boolean => night !== null && day != null && day >= night
  if (!row.current) return { tag: 'Gone', tone: '', title: `Last said on ${formatDay(row.lastSeen)}` }
  if (row.status === 'reopened') {
    return {
      tag: 'New evidence',
      tone: 'warn',
      title: 'It was dismissed, and there is evidence that was not known then',
    }
  }
  if (since(row.returnedOn)) {
    return { tag: 'Returned', tone: 'accent', title: `Back after a while, on ${formatDay(row.returnedOn)}` }
  }
  if (since(row.firstSeen)) {
    return { tag: 'New', tone: 'accent', title: `First said on ${formatDay(row.firstSeen)}` }
  }
  const first = `First said on ${formatDay(row.firstSeen)}`
  if (since(row.changedOn)) return { tag: 'Changed', tone: 'accent', title: `Other evidence now. ${first}` }
  return { tag: formatDay(row.firstSeen), tone: '', title: first }
}
