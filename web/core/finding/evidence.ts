import type { FindingKind } from '@/core/api/documents/graphql'
import helps from './evidenceHelp.json'

type Told = { title: string; group: string; help: string; question?: Question }
/** The parts of the view that show the facts behind evidence, by their place on it. */
export type Section =
  | 'names'
  | 'profile'
  | 'images'
  | 'releases'
  | 'people'
  | 'money'
  | 'sound'
  | 'page'
  | 'members'
  | 'signals'

/** What is told of a type of evidence: its name, its help texts, where its facts are, and the question of a farm it speaks to. */
export type Explained = { name: string; help: string[]; section: Section | null; question: Question | null }

const HELPS = helps as Record<string, Record<string, Told>>

export const SECTIONS: Record<Section, string> = {
  names: 'Names',
  profile: 'Profile and identifiers',
  images: 'Images',
  releases: 'Releases',
  people: 'People',
  money: 'Money',
  sound: 'Sound',
  page: 'The page’s own history',
  members: 'Members',
  signals: 'Other systems',
}

const PAIR: Record<string, Section> = {
  names: 'names',
  audience: 'profile',
  time: 'profile',
  standing: 'profile',
  identity: 'profile',
  description: 'profile',
  text: 'profile',
  money: 'money',
  trade: 'releases',
  catalogue: 'releases',
  people: 'people',
  image: 'images',
  copies: 'images',
  audio: 'sound',
  signals: 'signals',
}
const OF_PAGE: Record<string, Section> = {
  ...PAIR,
  ...{
    time: 'page',
    audience: 'page',
    fit: 'page',
    description: 'page',
    assignment: 'page',
    trade: 'page',
    names: 'page',
  },
  ...{ operation: 'money', catalogue: 'releases' },
}
const OF_SOUND: Record<string, Section> = { ...PAIR, trade: 'sound', catalogue: 'sound' }
const BY_KIND: Record<FindingKind, Record<string, Section>> = {
  IMPERSONATION: PAIR,
  MISATTRIBUTION: OF_PAGE,
  RECYCLED_AUDIO: OF_SOUND,
  CONTENT_FARM: {},
  CAMPAIGN: {},
}

/** The parts that the view of a kind has, in their order. */
export const SECTIONS_OF: Record<FindingKind, readonly Section[]> = {
  IMPERSONATION: ['names', 'profile', 'images', 'releases', 'people', 'money', 'signals'],
  MISATTRIBUTION: ['page', 'releases', 'people', 'money', 'signals'],
  RECYCLED_AUDIO: ['names', 'sound', 'profile', 'people', 'money', 'signals'],
  CONTENT_FARM: ['members'],
  CAMPAIGN: ['members'],
}

/** By type of evidence; types of one name in several kinds of finding have one title. */
const TITLES: ReadonlyMap<string, string> = new Map(
  Object.values(HELPS).flatMap((types) => Object.entries(types).map(([type, { title }]) => [type, title])),
)

/** The title of a type of evidence. A type that the page does not know of is told by its name, `moon_phase` as `Moon phase`. */
export function nameEvidence(type: string): string {
  const title = TITLES.get(type)
  if (title !== undefined) return title
  const words = type
    .replaceAll('_', ' ')
    .replace(/\bisrc\b/g, 'ISRC')
    .replace(/\bupc\b/g, 'UPC')
    .replace(/\bisni\b/g, 'ISNI')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The title within a sentence: `likeness of the names`, `ISRCs already on the page`. */
export function evidenceInSentence(type: string): string {
  const name = nameEvidence(type)
  return /^[A-Z][A-Z-]/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1)
}

/** What a type of evidence means for a kind of finding. A type that the page does not know of keeps its name alone. */
export function explainEvidence(kind: FindingKind, type: string): Explained {
  const told = HELPS[kind]?.[type]
  const group = told?.group ?? 'other'
  const ofCluster = kind === 'CONTENT_FARM' || kind === 'CAMPAIGN'
  return {
    name: nameEvidence(type),
    help: told?.help.split('\n') ?? [],
    section: ofCluster ? 'members' : (BY_KIND[kind][group] ?? null),
    question: told?.question ?? null,
  }
}

/** What is asked about a farm, and what its evidence speaks to. The second answer holds if the first is yes. */
export const QUESTIONS = {
  one_operator: {
    name: 'One operator?',
    short: 'operator',
    help: 'One composer with many lawful pseudonyms is one operator too.',
  },
  breaks_rules: {
    name: 'If so, against the rules?',
    short: 'rules',
    help: 'Mass production, empty pages, streams without an audience, other systems’ reports; against it registration, followers, years of history.',
  },
}
export type Question = keyof typeof QUESTIONS
export const QUESTION_ORDER: readonly Question[] = ['one_operator', 'breaks_rules']

/** How much was known, in words, and what that means for the reader. `sufficiency`: 0 to 1. */
export function tellSufficiency(sufficiency: number): { level: string; meaning: string } {
  const known = Math.round(sufficiency * 100)
  if (known >= 75) {
    return {
      level: 'Much is known',
      meaning:
        'Most of what the model weighs was known. More data is unlikely to turn the verdict by itself.',
    }
  }
  if (known >= 50) {
    return {
      level: 'More than half is known',
      meaning: 'Some of what is missing could still turn the verdict.',
    }
  }
  if (known >= 25) {
    return {
      level: 'Little is known',
      meaning:
        'The score rests on few facts. What is missing could turn it: look for more before you decide.',
    }
  }
  return {
    level: 'Hardly anything is known',
    meaning:
      'Treat the score as a hint. No contradiction was found because hardly anything could contradict it.',
  }
}

/** What a score means, in one sentence. On catalogs unlike the fitted ones it is further off: docs/guides/evaluating.md tells how far. */
export function tellScore(score: number): string {
  const share =
    score > 0.995 ? 'more than 99' : score < 0.01 ? 'fewer than 1' : `about ${Math.round(score * 100)}`
  return `Of 100 findings with this score, ${share} would be true if this catalog were like the simulated ones that the scores were fitted on.`
}

/**
 * The types of evidence that were not known when the finding was dismissed, each with how it stood then.
 *
 * `news`: `Finding.newEvidence`, sentences of facts with that in brackets after them.
 */
export function freshOf(
  news: readonly string[],
  evidence: readonly { type: string; text: string }[],
): Map<string, string> {
  const fresh = new Map<string, string>()
  for (const { type, text } of evidence) {
    const told = news.find((sentence) => sentence.startsWith(`${text} (`))
    if (told !== undefined) fresh.set(type, told.slice(text.length + 2, -1))
  }
  return fresh
}
