type End = { __typename?: string; id?: string } | null | undefined

/** What a thing is in a finding about it. */
export type Role = 'subject' | 'target' | 'member' | 'related'

const ROLES: Record<Role, string> = {
  subject: 'is what it is about',
  target: 'is whose identity, page or sound is used',
  member: 'is one of its members',
  related: 'has a part in it',
}
export const describeRole = (role: Role): string => ROLES[role]

/** What a thing is in a finding: its end, or one of those it speaks of besides. */
export function roleIn(
  finding: { subject?: End; target?: End; memberIds: readonly string[] },
  type: string,
  id: string,
): Role {
  const is = (end: End) => end?.__typename === type && end.id === id
  if (is(finding.subject)) return 'subject'
  if (is(finding.target)) return 'target'
  return finding.memberIds.includes(id) ? 'member' : 'related'
}

/** Findings that need a decision first, then by falling score. */
export function byNeed<Finding extends { status: string; score: number }>(
  findings: readonly Finding[],
): Finding[] {
  const decided = ({ status }: Finding) => Number(status === 'confirmed' || status === 'dismissed')
  return findings.toSorted((left, right) => decided(left) - decided(right) || right.score - left.score)
}
