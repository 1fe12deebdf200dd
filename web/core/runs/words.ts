import { countOf } from '@/core/format/words'
import { spellOut } from '@/core/names/unseen'
import type { ListName, ReportEnd, ReportFinding } from './report'

export const LIST_NAMES: Record<ListName, string> = {
  new: 'New',
  returned: 'Returned',
  reopened: 'Reopened',
  raised: 'Rose',
  lowered: 'Fell',
  gone: 'Gone',
  best: 'Best',
}

export const LIST_HELP: Record<ListName, string> = {
  new: 'Said for the first time',
  returned: 'Said again after nights without it',
  reopened: 'Dismissed, and back with evidence that was not known then',
  raised: 'Now more likely right than not',
  lowered: 'No longer more likely right than not',
  gone: 'Said the night before and not in this one',
  best: 'The highest scores; there is no night to compare with',
}

const nameOf = (end: ReportEnd): string => (end.name === null ? end.id : `“${spellOut(end.name)}”`)

/** What a finding of a report is about, with its names: `“Y. engine” and “Young engine”`, `11 members: “A”, “B”`. */
export function endText(row: Pick<ReportFinding, 'subject' | 'target' | 'members' | 'memberNames'>): string {
  if (row.target !== null) return `${nameOf(row.subject)} and ${nameOf(row.target)}`
  if (row.members === 0) return nameOf(row.subject)
  const names = row.memberNames.map((name) => `“${spellOut(name)}”`).join(', ')
  return `${countOf(row.members, 'member')}${names === '' ? '' : `: ${names}${row.members > row.memberNames.length ? '…' : ''}`}`
}

/** What has become of a cluster, as the report's words. */
export const CLUSTER_CHANGES: Record<string, string> = {
  born: 'New',
  grown: 'Grew',
  shrunk: 'Shrank',
  steady: 'Steady',
  merged: 'Merged',
  split: 'Split',
  died: 'Gone',
  returned: 'Returned',
  changed: 'Changed members',
}
