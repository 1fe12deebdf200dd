type ReviewLike = {
  id: string
  decision: string
  reviewer: string
  reason: string
  at: string
  assignee?: string | null
  undone: boolean
  undoneBy?: string | null
  undoneAt?: string | null
}
type Historic = {
  firstSeen?: string | null
  lastSeen?: string | null
  returnedOn?: string | null
  changedOn?: string | null
  current: boolean
  newEvidence: readonly string[]
  reviews: readonly ReviewLike[]
  notes: readonly { id: string; author: string; text: string; at: string }[]
}

/** Something that happened to a finding. `reviewId`: of a decision that nobody took back. */
export type Happening = {
  key: string
  at: string
  what: string
  who: string | null
  text: string
  undone: string | null
  reviewId: string | null
}

const DEEDS: Record<string, string> = {
  CONFIRMED: 'Confirmed',
  DISMISSED: 'Dismissed',
  UNSURE: 'Set to unsure',
  REOPENED: 'Reopened',
  NOTED: 'Note',
  UNDONE: 'Took back a decision',
}

/** What the service takes back; an assignment is changed by another one. */
const UNDOABLE = new Set(['CONFIRMED', 'DISMISSED', 'UNSURE', 'REOPENED'])

function ofReview(review: ReviewLike): Happening {
  const assigned = review.assignee == null ? 'Given to nobody' : `Given to ${review.assignee}`
  return {
    key: review.id,
    at: review.at,
    what: review.decision === 'ASSIGNED' ? assigned : (DEEDS[review.decision] ?? review.decision),
    who: review.reviewer,
    text: review.reason,
    undone: review.undone ? `taken back by ${review.undoneBy ?? 'somebody'}` : null,
    reviewId: review.undone || !UNDOABLE.has(review.decision) ? null : review.id,
  }
}

const ofNight = (key: string, at: string | null | undefined, what: string, text = ''): Happening[] =>
  at == null ? [] : [{ key, at, what, who: null, text, undone: null, reviewId: null }]

/** What people and nights did, newest first; of one day, what people did comes first. */
export function historyOf(finding: Historic): Happening[] {
  const noted = new Set(finding.notes.map(({ id }) => id))
  const fresh = finding.newEvidence.join('; ')
  const { firstSeen, returnedOn, changedOn, lastSeen, current } = finding
  const happenings = [
    ...finding.reviews.filter(({ id }) => !noted.has(id)).map(ofReview),
    ...finding.notes.map(({ id, author, text, at }) => ({
      ...{ key: id, at, what: 'Note', who: author, text },
      ...{ undone: null, reviewId: null },
    })),
    ...ofNight('first', firstSeen, 'First said by a run'),
    ...ofNight('returned', returnedOn, 'Came back', fresh),
    ...ofNight(
      'changed',
      changedOn === firstSeen || changedOn === returnedOn ? null : changedOn,
      'Evidence changed',
      fresh,
    ),
    ...ofNight('gone', current ? null : lastSeen, 'Said for the last time'),
  ]
  return happenings.toSorted((a, b) => b.at.localeCompare(a.at))
}

/** The last decision that stands and that this person may take back: their own, or anybody's for an admin. */
export function undoableOf(
  happenings: readonly Happening[],
  viewer: { name: string; permissions: readonly string[] },
): string | null {
  const last = happenings.find(({ reviewId }) => reviewId !== null)
  if (last === undefined) return null
  return last.who === viewer.name || viewer.permissions.includes('admin') ? last.reviewId : null
}
