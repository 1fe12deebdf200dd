import { graphql } from '@/core/api/documents'
import type { Change, NightProgressSubscription } from '@/core/api/documents/graphql'

export const FINDING_CHANGES = graphql(`
  subscription FindingChanges($kinds: [FindingKind!], $minScore: Float!, $since: String) {
    findingChanges(kinds: $kinds, minScore: $minScore, since: $since) { change cursor finding { id version status } }
  }
`)

export const NIGHT_PROGRESS = graphql(`
  subscription NightProgress {
    nightProgress { nightId beganAt stage stagesDone stages finished runId }
  }
`)

export type NightStage = NightProgressSubscription['nightProgress']

type Told = { change: Change; cursor: string; finding: { id: string; version: number; status: string } }

/** What has been told since the list was read, by finding, the last of each; `seen` is where to take the subscription up again. */
export type News = { told: ReadonlyMap<string, Told>; seen: string | null }
export const NO_NEWS: News = { told: new Map(), seen: null }

export const hear = (news: News, told: Told): News => ({
  told: new Map(news.told).set(told.finding.id, told),
  seen: told.cursor,
})

/**
 * The list as it stands: the version of each row, and the statuses that it shows (empty for all). `isWider`: the news is of more than the
 * list, which other conditions narrow too.
 */
export type Shown = { versions: ReadonlyMap<string, number>; statuses: readonly string[]; isWider: boolean }

/** Whether the list does not show it yet. A decision of the reader's own has been read with the list, or has left it. */
function isNews({ change, finding }: Told, { versions, statuses }: Shown): boolean {
  if (change !== 'DECIDED') return true
  const held = versions.get(finding.id)
  if (held !== undefined) return held < finding.version
  return statuses.length === 0 || statuses.includes(finding.status)
}

const WORDS: [Change, string][] = [
  ['NEW', 'new'],
  ['RETURNED', 'returned'],
  ['CHANGED', 'with other evidence'],
  ['DECIDED', 'decided or assigned'],
  ['GONE', 'gone'],
]

/** `3 changed: 2 new, 1 decided or assigned`, or `3 changed in the whole queue: …`; null where nothing has. */
export function newsText(news: News, shown: Shown): string | null {
  const all = [...news.told.values()].filter((told) => isNews(told, shown)).map((told) => told.change)
  if (all.length === 0) return null
  const parts = WORDS.map(([change, word]) => [all.filter((one) => one === change).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count.toLocaleString('en')} ${word}`)
  const where = shown.isWider ? ' in the whole queue' : ''
  return `${all.length.toLocaleString('en')} changed${where}: ${parts.join(', ')}`
}
