import type { FindingKind } from '@/core/api/documents/graphql'

export const MEMBER_SORTS = [
  'strength',
  'name',
  'followers',
  'listeners',
  'releases',
  'created',
  'findings',
] as const
export type MemberSort = (typeof MEMBER_SORTS)[number]

/** A finding about a member; it can be decided on. */
export type MemberFinding = { id: string; kind: FindingKind; status: string; version: number }

/** A row of the members' table. `strength`: how firmly it belongs, 0 to 1; null where that is not known. */
export type Member = {
  id: string
  name: string | null
  country: string | null
  followers: number | null
  listeners: number | null
  created: string | null
  verified: boolean | null
  releases: number | null
  findings: readonly MemberFinding[]
  strength: number | null
}

const VALUES: Record<MemberSort, (member: Member) => number | string | null> = {
  strength: (member) => member.strength,
  name: (member) => member.name,
  followers: (member) => member.followers,
  listeners: (member) => member.listeners,
  releases: (member) => member.releases,
  created: (member) => member.created,
  findings: (member) => member.findings.length,
}

const compare = (left: number | string, right: number | string): number =>
  typeof left === 'string' || typeof right === 'string'
    ? String(left).localeCompare(String(right), 'en')
    : left - right

/** The members that fit a text, in order; what is not known comes last either way, equals stay in theirs. */
export function arrangeMembers(
  members: readonly Member[],
  { sort, up, find }: { sort: MemberSort; up: boolean; find: string },
): Member[] {
  const text = find.trim().toLowerCase()
  const value = VALUES[sort]
  return members
    .filter((member) => text === '' || `${member.name ?? ''} ${member.id}`.toLowerCase().includes(text))
    .toSorted((one, other) => {
      const left = value(one)
      const right = value(other)
      if (left === null || right === null) return Number(left === null) - Number(right === null)
      return up ? compare(left, right) : compare(right, left)
    })
}

/** `ids` with one put in or taken out. */
export const toggle = (ids: readonly string[], id: string): string[] =>
  ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]

/** The most members whose shared things the API compares at once. */
export const MAX_COMPARED = 50

/**
 * Whose shared things to ask for: the selected part if it has two artists or more, else the firmest members.
 * `releaseIds`: members that are releases; only artists are compared.
 */
export function comparedMembers(
  part: readonly string[],
  memberIds: readonly string[],
  strengths: readonly (number | null)[],
  releaseIds: readonly string[] = [],
): string[] {
  const chosen = part.filter((id) => !releaseIds.includes(id))
  if (chosen.length > 1) return chosen.slice(0, MAX_COMPARED)
  const firmest = memberIds
    .map((id, place) => ({ id, strength: strengths[place] ?? 0 }))
    .filter(({ id }) => !releaseIds.includes(id))
    .toSorted((left, right) => right.strength - left.strength)
  return firmest.slice(0, MAX_COMPARED).map(({ id }) => id)
}

/** The findings about the selected members, each once, without those of the cluster itself. */
export function findingsOfPart(
  members: readonly { id: string; findings: readonly MemberFinding[] }[],
  part: readonly string[],
  ofCluster: readonly string[],
): MemberFinding[] {
  const chosen = new Set(part)
  const found = members.filter(({ id }) => chosen.has(id)).flatMap(({ findings }) => findings)
  return [...new Map(found.map((finding) => [finding.id, finding])).values()].filter(
    ({ id }) => !ofCluster.includes(id),
  )
}
