import type { FindingDecision, FindingKind } from '@/core/api/documents/graphql'
import { KIND_ORDER, KINDS } from '@/core/format/words'

type Words = { name: string; deed: string; key: string; help: string }

/** The decisions in people's words, with the key that makes each. */
export const DECISIONS: Record<FindingDecision, Words> = {
  CONFIRMED: { name: 'Confirm', deed: 'confirmed', key: 'c', help: 'The claim is true.' },
  DISMISSED: {
    name: 'Dismiss',
    deed: 'dismissed',
    key: 'd',
    help: 'The claim is wrong. It comes back only with evidence that is not known today.',
  },
  UNSURE: {
    name: 'Unsure',
    deed: 'set to unsure',
    key: 'u',
    help: 'It was looked at, and what is known does not decide it.',
  },
}
export const DECISION_ORDER = Object.keys(DECISIONS) as FindingDecision[]

/** Characters of a reason or a note. */
export const MAX_REASON = 2000

const UNSURE = [
  'Too little is known; look again when there is more.',
  'An answer of the artist or their label is awaited.',
  'An answer of the distributor is awaited.',
]
const WRONG_DATA = 'The data is wrong or out of date.'

const REASONS: Record<FindingKind, Record<'CONFIRMED' | 'DISMISSED', string[]>> = {
  IMPERSONATION: {
    CONFIRMED: [
      'Name and presentation follow the other act, and the money goes to somebody unconnected with it.',
      'The act or its label says that the profile is not theirs.',
      'The same operator is behind findings that were confirmed before.',
    ],
    DISMISSED: [
      'A namesake: an act of its own with a catalogue of its own.',
      'A second profile, side project or former name of the same act.',
      'A tribute or cover act that says so.',
      WRONG_DATA,
    ],
  },
  MISATTRIBUTION: {
    CONFIRMED: [
      'Payee, people and history do not fit the page.',
      'The artist or their label says that the release is not theirs.',
      'It belongs to another artist of the same name.',
    ],
    DISMISSED: [
      'The artist has a new deal, label or distributor.',
      'A collaboration, remix or guest part of the artist.',
      'A reissue or a release of the estate.',
      WRONG_DATA,
    ],
  },
  CONTENT_FARM: {
    CONFIRMED: [
      'One operator, and the profiles have no audience of their own.',
      'One operator, and the streams are reported as bought.',
      'The same operator is behind findings that were confirmed before.',
    ],
    DISMISSED: [
      "A library, children's, classical or sleep music label that works openly.",
      'Lawful pseudonyms of one composer.',
      'Several operators that share a service.',
      WRONG_DATA,
    ],
  },
  RECYCLED_AUDIO: {
    CONFIRMED: [
      'The same sound under an unrelated artist, paid to somebody unconnected.',
      'The owner of the earlier recording says that it was not licensed.',
      'Several recordings of the page are copies.',
    ],
    DISMISSED: [
      'A reissue or compilation.',
      'A licensed edit, remix or cover.',
      'Both use the same sample pack, beat or public-domain recording.',
      'Both artists are one act.',
      WRONG_DATA,
    ],
  },
  CAMPAIGN: {
    CONFIRMED: [
      'One payee behind parts on unrelated pages, within a short time.',
      'Several of its parts were confirmed.',
      'The acts say that they do not know the payee.',
    ],
    DISMISSED: [
      'A catalogue that was sold or moved.',
      "A label's signings or a remixer's work.",
      'One work that was delivered several times.',
      WRONG_DATA,
    ],
  },
}

/** Reasons that are common for a decision on findings of these kinds; of several kinds, what fits any. */
export function commonReasons(kinds: readonly FindingKind[], decision: FindingDecision): string[] {
  if (decision === 'UNSURE') return UNSURE
  const [kind, ...others] = [...new Set(kinds)]
  if (kind !== undefined && others.length === 0) return REASONS[kind][decision]
  return decision === 'DISMISSED' ? [WRONG_DATA] : ['The same operator is behind all of them.']
}

/** A warning where one reason is about to stand for findings of several kinds; null where they are of one. */
export function tellMixture(kinds: readonly FindingKind[]): string | null {
  const counts = KIND_ORDER.map((kind) => ({
    kind,
    count: kinds.filter((one) => one === kind).length,
  })).filter(({ count }) => count > 0)
  if (counts.length < 2) return null
  const told = counts.map(({ kind, count }) => `${KINDS[kind].name.toLowerCase()} ${count}`)
  return `These are findings of ${counts.length} kinds (${told.join(', ')}), which claim different things. One reason will stand for all of them.`
}

/** What keeps a reason from being taken, or null. */
export function reasonProblem(reason: string): string | null {
  const length = reason.trim().length
  if (length === 0) return 'A reason is needed: somebody may have to defend the decision.'
  if (length > MAX_REASON) return `The reason has ${length} characters; ${MAX_REASON} is the most.`
  return null
}
