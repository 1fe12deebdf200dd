import type { FindingKind, FindingsPageQueryVariables } from '@/core/api/documents/graphql'
import { KIND_ORDER } from '@/core/format/words'

export const STATUSES = ['open', 'reopened', 'unsure', 'confirmed', 'dismissed'] as const
export type Status = (typeof STATUSES)[number]
/** What waits for a decision: shown where an address names no status. */
export const WAITING: readonly Status[] = ['open', 'reopened']
export const ORDERS = ['score', 'newest'] as const

/**
 * What the queue's address says. A part that is left out is the default; what cannot be read is left out.
 *
 * `kind`, `status`: one or several with a dot between (`open.unsure`); `status` may be `all`. `since`: a UTC day; `change=new` then
 * keeps only what was first said since. `shown`: what the last run no longer says, or both. `at`: the finding in focus.
 */
export type QueueSearch = {
  kind?: string
  status?: string
  minScore?: number
  distributor?: string
  assignee?: string
  since?: string
  change?: 'new'
  shown?: 'gone' | 'all'
  order?: (typeof ORDERS)[number]
  at?: string
  preview?: 'off'
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const isDay = (text: unknown): text is string =>
  typeof text === 'string' && DAY.test(text) && !Number.isNaN(Date.parse(text))
/** A text as an address may hold it; numbers come from the router as numbers. */
const asText = (value: unknown): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && value !== '' ? String(value) : undefined
const known = <Name extends string>(all: readonly Name[], value: unknown): Name[] => {
  const named = new Set(typeof value === 'string' ? value.split('.') : [])
  return all.filter((name) => named.has(name))
}

/** The queue that an address asks for. */
export function readQueueSearch(given: Record<string, unknown>): QueueSearch {
  const search: QueueSearch = {}
  const kinds = known(KIND_ORDER, given.kind)
  if (kinds.length > 0) search.kind = kinds.join('.')
  const statuses = known(STATUSES, given.status)
  if (given.status === 'all') search.status = 'all'
  else if (statuses.length > 0) search.status = statuses.join('.')
  const minScore = Number(given.minScore)
  if (given.minScore !== undefined && minScore > 0 && minScore <= 1) search.minScore = minScore
  for (const name of ['distributor', 'assignee', 'at'] as const) {
    const text = asText(given[name])
    if (text !== undefined) search[name] = text
  }
  if (isDay(given.since)) search.since = given.since
  if (given.change === 'new' && search.since !== undefined) search.change = 'new'
  if (given.shown === 'gone' || given.shown === 'all') search.shown = given.shown
  const order = ORDERS.find((name) => name === given.order)
  if (order !== undefined) search.order = order
  if (given.preview === 'off') search.preview = 'off'
  return search
}

export const kindsOf = (search: QueueSearch): FindingKind[] => known(KIND_ORDER, search.kind)
/** The statuses that a search shows; empty for all. */
export const statusesOf = (search: QueueSearch): readonly Status[] =>
  search.status === 'all' ? [] : search.status === undefined ? WAITING : known(STATUSES, search.status)

const sameNames = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((name) => others.includes(name))

/** The search with this kind shown as well, or no longer. */
export function toggleKind(search: QueueSearch, kind: FindingKind): QueueSearch {
  const kinds = kindsOf(search)
  const next = kinds.includes(kind)
    ? kinds.filter((other) => other !== kind)
    : KIND_ORDER.filter((one) => one === kind || kinds.includes(one))
  return { ...search, kind: next.length === 0 ? undefined : next.join('.'), at: undefined }
}

/** The search with this status shown as well, or no longer; without any it is what waits. */
export function toggleStatus(search: QueueSearch, status: Status): QueueSearch {
  const statuses = statusesOf(search)
  const next = statuses.includes(status)
    ? statuses.filter((other) => other !== status)
    : STATUSES.filter((one) => one === status || statuses.includes(one))
  const text = next.length === 0 || sameNames(next, WAITING) ? undefined : next.join('.')
  return { ...search, status: text, at: undefined }
}

/** What narrows the list, without what only says how it is looked at. */
export function filtersOf(search: QueueSearch): QueueSearch {
  const { order, at, preview, ...filters } = search
  return filters
}

/** Whether the list is narrowed by what the news of changes cannot be narrowed by. */
export const isNewsWider = ({ distributor, assignee, since, shown }: QueueSearch): boolean =>
  [distributor, assignee, since, shown].some((condition) => condition !== undefined)

/** Whether anything is left out that the queue shows by default. */
export const isNarrowed = (search: QueueSearch): boolean =>
  Object.values(filtersOf(search)).some((value) => value !== undefined)

const ORDER = { score: 'SCORE', newest: 'FIRST_SEEN' } as const
export type FindingConditions = Omit<FindingsPageQueryVariables, 'order' | 'after'>

/** The conditions that a search puts on findings. */
export function conditionsOf(search: QueueSearch): FindingConditions {
  const kinds = kindsOf(search)
  const statuses = statusesOf(search)
  return {
    kinds: kinds.length === 0 ? null : kinds,
    statuses: statuses.length === 0 ? null : [...statuses],
    minScore: search.minScore ?? null,
    distributor: search.distributor ?? null,
    assignee: search.assignee ?? null,
    firstSeenSince: search.change === 'new' ? (search.since ?? null) : null,
    changedSince: search.change === 'new' ? null : (search.since ?? null),
    current: search.shown === undefined ? true : search.shown === 'gone' ? false : null,
  }
}

/** The API's name of the order: by default that in which to look at them. */
export const orderOf = (search: QueueSearch): 'PRIORITY' | 'SCORE' | 'FIRST_SEEN' =>
  search.order === undefined ? 'PRIORITY' : ORDER[search.order]
