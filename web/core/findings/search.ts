import type { FindingKind } from '@/core/api/documents/graphql'
import { KIND_ORDER } from '@/core/format/words'

/** What the queue's address says. A part that is left out is the default; what cannot be read is left out. */
export type QueueSearch = {
  kind?: FindingKind
  status?: string
  minScore?: number
}

export const STATUSES = ['open', 'reopened', 'unsure', 'confirmed', 'dismissed'] as const

/** The queue that an address asks for. */
export function readQueueSearch(given: Record<string, unknown>): QueueSearch {
  const search: QueueSearch = {}
  const kind = KIND_ORDER.find((known) => known === given.kind)
  if (kind !== undefined) search.kind = kind
  const status = [...STATUSES, 'all'].find((known) => known === given.status)
  if (status !== undefined) search.status = status
  const minScore = Number(given.minScore)
  if (given.minScore !== undefined && minScore > 0 && minScore <= 1) search.minScore = minScore
  return search
}
