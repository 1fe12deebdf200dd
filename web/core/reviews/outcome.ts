import type { FindingKind } from '@/core/api/documents/graphql'
import { Failure } from '@/core/api/failure'
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

export const NOTHING_DONE: Outcome = { done: [], conflicts: [], refused: [] }

/** The outcomes of two groups of findings as one. */
export const addOutcomes = (left: Outcome, right: Outcome): Outcome => ({
  done: [...left.done, ...right.done],
  conflicts: [...left.conflicts, ...right.conflicts],
  refused: [...left.refused, ...right.refused],
})

/** Findings that were not written, all for one reason: the request failed. */
export function refuseAll(asked: readonly { id: string }[], error: unknown): Outcome {
  const { code, message, hint } = error instanceof Failure ? error : new Failure('page', String(error))
  return { ...NOTHING_DONE, refused: asked.map(({ id }) => ({ id, code, message, hint })) }
}

/** An outcome and that of deciding anyway on its conflicts, as one: what was refused before stays refused. */
export const joinOutcomes = (before: Outcome, after: Outcome): Outcome => ({
  done: [...before.done, ...after.done],
  conflicts: after.conflicts,
  refused: [...before.refused, ...after.refused],
})

/**
 * Conflicts by who decided last: the viewer, whose earlier try was written while its answer was lost or who has another tab open, or
 * somebody else. `viewer`: their name; undefined while it is not known.
 */
export function ownConflicts(conflicts: readonly Conflict[], viewer: string | undefined) {
  const isOwn = ({ current }: Conflict): boolean => current.last !== null && current.last.reviewer === viewer
  return { own: conflicts.filter(isOwn), others: conflicts.filter((conflict) => !isOwn(conflict)) }
}

/** The message of what was done, such as `3 findings confirmed; 1 not, it was changed since you read it`. */
export function tellOutcome(outcome: Outcome, deed: string): string {
  const parts = [`${countOf(outcome.done.length, 'finding')} ${deed}`]
  if (outcome.conflicts.length > 0)
    parts.push(`${outcome.conflicts.length} not: it was changed since you read it`)
  const first = outcome.refused[0]
  if (first !== undefined) parts.push(`${outcome.refused.length} refused: ${first.message}`)
  return parts.join('; ')
}
