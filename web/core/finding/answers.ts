import type { Question } from './evidence'

type Answered = { answers: readonly { question: string; probability: number }[] }

/** Said where the answers stand beside the score, which is not their product. */
export const ANSWERS_NOTE =
  'Each is fitted for its own question, on simulated catalogs; the first is never told below the score, which is that of a farm: one operator and against the rules.'

/** Both answers about a farm, as probabilities; null where one is missing, since the run that found it did not tell. */
export function answersOf({ answers }: Answered): Record<Question, number> | null {
  const told = Object.fromEntries(answers.map(({ question, probability }) => [question, probability]))
  const { one_operator, breaks_rules } = told
  return one_operator === undefined || breaks_rules === undefined ? null : { one_operator, breaks_rules }
}
