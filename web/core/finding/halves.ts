import type { FindingKind } from '@/core/api/documents/graphql'
import { formatWeight } from '@/core/format/numbers'
import { explainEvidence, QUESTIONS, type Question } from './evidence'
import { probability, sumOf, type Weighed } from './logOdds'

/** A half of a farm's sum: half of the prior and the evidence that speaks to its question, in log-odds. */
export type Half = { question: Question; name: string; help: string; sum: number; evidence: number }
export type Halves = { halves: Half[]; sum: number; score: number; note: string; tag: string | null }
type Weighted = { kind: FindingKind; prior: number; evidence: readonly Weighed[] }

/** Said beside the halves, wherever they are shown. */
export const HALVES_NOTE = 'Two halves of one sum, in log-odds; neither is an answer of its own.'

/**
 * What carries the score of a farm: who is behind the profiles, and what they do. Null for other kinds, whose sum has no halves.
 *
 * As `detectors/farm_answers.py` splits it: what does not speak of who is behind them speaks of what they do.
 */
export function halvesOf(finding: Weighted, without: ReadonlySet<string> = new Set()): Halves | null {
  const { kind, prior, evidence } = finding
  if (kind !== 'CONTENT_FARM') return null
  const isOfTies = ({ type }: Weighed) => explainEvidence(kind, type).question === 'one_operator'
  const half = (question: Question, facts: Weighed[]): Half => {
    const weighed = sumOf(0, facts, without)
    return { question, ...QUESTIONS[question], sum: prior / 2 + weighed, evidence: weighed }
  }
  const ties = half('one_operator', evidence.filter(isOfTies))
  const deeds = half(
    'breaks_rules',
    evidence.filter((fact) => !isOfTies(fact)),
  )
  const sum = ties.sum + deeds.sum
  const note = `${HALVES_NOTE} Each begins with half of the start, ${formatWeight(prior / 2)}.`
  return { halves: [ties, deeds], sum, score: probability(sum), note, tag: tagOf(ties, deeds) }
}

/** Which half carries the score, where the other is below even odds: since facts speak against it, or since too few speak for it. */
function tagOf(ties: Half, deeds: Half): string | null {
  if (ties.sum >= 0 && deeds.sum < 0) {
    return deeds.evidence < 0
      ? 'carried by the ties alone; what they do speaks against it'
      : 'carried mostly by the ties; what they do is too little by itself'
  }
  if (deeds.sum >= 0 && ties.sum < 0) {
    return ties.evidence < 0
      ? 'carried by what they do alone; what is known of their ties speaks against it'
      : 'carried mostly by what they do; what ties them is too little by itself'
  }
  return null
}
