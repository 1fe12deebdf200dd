import type { FindingKind } from '@/core/api/documents/graphql'
import { countOf } from '@/core/format/words'

/** Who said what about a finding last. */
export type LastReview = { decision: string; reviewer: string; reason: string; at: string }

/** A decision that was not written, since somebody else was quicker; `current` is the finding as it is now. */
export type Conflict = {
  id: string
  message: string
  current: {
    id: string
    kind: FindingKind
    version: number
    status: string
    assignee: string | null
    last: LastReview | null
  }
}
export type Refusal = { id: string; code: string; message: string; hint: string }
export type Done = {
  id: string
  reviewId: string
  status: string
  version: number
  assignee: string | null
}

/** What became of each of some decisions. */
export type Outcome = { done: Done[]; conflicts: Conflict[]; refused: Refusal[] }

/** A result of a mutation, as the page asks for it. */
export type Said =
  | {
      __typename: 'ReviewDone'
      finding: { status: string; version: number; assignee?: string | null }
      review: { id: string }
    }
  | {
      __typename: 'ReviewConflict'
      message: string
      current: {
        id: string
        kind: FindingKind
        version: number
        status: string
        assignee?: string | null
        reviews: (LastReview & { undone: boolean })[]
      }
    }
  | { __typename: 'ReviewRefused'; code: string; message: string; hint: string }

/** Sort the answers, which come in the order of what was asked. */
export function readOutcome(asked: readonly { id: string }[], results: readonly Said[]): Outcome {
  const outcome: Outcome = { done: [], conflicts: [], refused: [] }
  asked.forEach(({ id }, place) => {
    const result = results[place]
    if (result === undefined) return
    if (result.__typename === 'ReviewDone') {
      const { status, version, assignee } = result.finding
      outcome.done.push({ id, reviewId: result.review.id, status, version, assignee: assignee ?? null })
    } else if (result.__typename === 'ReviewConflict') {
      const { kind, version, status, assignee, reviews } = result.current
      const last = reviews.find((review) => !review.undone) ?? null
      outcome.conflicts.push({
        id,
        message: result.message,
        current: { id, kind, version, status, assignee: assignee ?? null, last },
      })
    } else {
      const { code, message, hint } = result
      outcome.refused.push({ id, code, message, hint })
    }
  })
  return outcome
}

/** Nothing was left out. */
export const isWhole = (outcome: Outcome): boolean =>
  outcome.conflicts.length === 0 && outcome.refused.length === 0

/** Two outcomes of the same decision as one: the later one speaks for what it was asked again. */
export function joinOutcomes(before: Outcome, after: Outcome): Outcome {
  return { done: [...before.done, ...after.done], conflicts: after.conflicts, refused: after.refused }
}

/** The message of what was done, such as `3 findings confirmed; 1 not, because somebody decided first`. */
export function tellOutcome(outcome: Outcome, deed: string): string {
  const parts = [`${countOf(outcome.done.length, 'finding')} ${deed}`]
  if (outcome.conflicts.length > 0)
    parts.push(`${outcome.conflicts.length} not: somebody else changed it since you read it`)
  const first = outcome.refused[0]
  if (first !== undefined) parts.push(`${outcome.refused.length} refused: ${first.message}`)
  return parts.join('; ')
}
