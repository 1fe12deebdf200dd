import type { FindingKind } from '@/core/api/documents/graphql'

type Question = { name: string; yes: string; help: string }

/** The questions that a cluster's finding answers apart. */
const QUESTIONS: Record<string, Question> = {
  one_operator: {
    name: 'One operator?',
    yes: 'one operator runs these profiles',
    help: 'Whether the profiles are run by the same person or company. That alone breaks no rule: labels and producers run many.',
  },
  breaks_rules: {
    name: 'Against the rules?',
    yes: 'what they do breaks the rules',
    help: 'Whether the group does what the rules forbid, such as artificial streams or mass-produced content, whoever runs it.',
  },
}

export const answerName = (question: string): Question => {
  const words = question.replaceAll('_', ' ')
  return (
    QUESTIONS[question] ?? {
      name: `${words.charAt(0).toUpperCase()}${words.slice(1)}?`,
      yes: words,
      help: words,
    }
  )
}

/** What a probability says in a word that no one can mistake for a verdict. */
export function likelihoodWord(probability: number): string {
  if (probability >= 0.95) return 'very likely'
  if (probability >= 0.75) return 'likely'
  if (probability > 0.5) return 'rather likely'
  if (probability > 0.25) return 'rather unlikely'
  return probability > 0.05 ? 'unlikely' : 'very unlikely'
}

/** The claim of a cluster, as a sentence that says it is one. */
export function claimOf(kind: FindingKind, size: number, score: number): string {
  const claim =
    kind === 'CONTENT_FARM'
      ? `${size} profiles are run by one operator to mass-produce interchangeable content`
      : `${size} misattributed releases or impersonating profiles belong to one operation`
  return `It is ${likelihoodWord(score)} that these ${claim}.`
}

type Piece = { type: string; weight: number; text: string }

/** Evidence by the side that it speaks for, the heaviest first. What weighs nothing is left out. */
export function splitEvidence<Evidence extends Piece>(
  evidence: readonly Evidence[],
): { speaksFor: Evidence[]; against: Evidence[] } {
  const heaviest = evidence.toSorted((left, right) => Math.abs(right.weight) - Math.abs(left.weight))
  return {
    speaksFor: heaviest.filter(({ weight }) => weight > 0),
    against: heaviest.filter(({ weight }) => weight < 0),
  }
}

/** Months from the first to the last, with those in which nothing came out; at most `most`, the last ones. Months are YYYY-MM. */
export function fillMonths<Month extends { month: string; releases: number }>(
  months: readonly Month[],
  most: number,
): { month: string; releases: number }[] {
  const first = months[0]?.month
  const last = months.at(-1)?.month
  if (first === undefined || last === undefined) return []
  const known = new Map(months.map(({ month, releases }) => [month, releases]))
  const filled: { month: string; releases: number }[] = []
  for (let at = new Date(`${first}-01T00:00:00Z`); ; at.setUTCMonth(at.getUTCMonth() + 1)) {
    const month = at.toISOString().slice(0, 7)
    if (month > last) return filled.slice(-most)
    filled.push({ month, releases: known.get(month) ?? 0 })
  }
}
