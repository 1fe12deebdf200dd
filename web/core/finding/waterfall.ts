import { logOdds, sumOf, type Weighed } from './logOdds'

/** A bar of the waterfall: from the running total before the fact to that after it, in log-odds. Left out: both are equal. */
export type Step<Fact extends Weighed> = { fact: Fact; counted: boolean; from: number; to: number }
export type Waterfall<Fact extends Weighed> = { steps: Step<Fact>[]; start: number; end: number }
export type Order = 'weight' | 'against'

/** Facts in the order in which they are drawn: by falling weight, or those against first, heaviest first. */
export function orderFacts<Fact extends Weighed>(facts: readonly Fact[], order: Order): Fact[] {
  const falling = facts.toSorted((left, right) => right.weight - left.weight)
  if (order === 'weight') return falling
  return [
    ...falling.filter(({ weight }) => weight < 0).reverse(),
    ...falling.filter(({ weight }) => weight >= 0),
  ]
}

/** The way from the prior to the score; facts whose type is in `without` move nothing. */
export function buildWaterfall<Fact extends Weighed>(
  prior: number,
  facts: readonly Fact[],
  without: ReadonlySet<string>,
): Waterfall<Fact> {
  let total = prior
  const steps = facts.map((fact) => {
    const from = total
    const counted = !without.has(fact.type)
    if (counted) total += fact.weight
    return { fact, counted, from, to: total }
  })
  return { steps, start: prior, end: total }
}

/** The ends of the axis, in log-odds: no order of the facts and none left out leads beyond them. Even odds and some room are within. */
export function axisOf(prior: number, facts: readonly Weighed[]): [number, number] {
  const { forSum, againstSum } = sidesOf(facts)
  const least = Math.min(0, prior + againstSum)
  const most = Math.max(0.5, prior + forSum)
  const room = (most - least) * 0.03
  return [least - room, most + room]
}

const MARKS = [1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999]

/** Probabilities to be named on the axis, with where they stand on it, 0 to 1; so far apart that their words do not touch. */
export function marksOf([least, most]: readonly [number, number]): { probability: number; at: number }[] {
  const gap = 0.14
  const marks = MARKS.map((mark) => ({ probability: mark, at: (logOdds(mark) - least) / (most - least) }))
  const inside = marks.filter(({ at }) => at > 0.02 && at < 0.98)
  const middle = inside.filter(({ probability }) => probability === 0.5)
  const kept = [...middle]
  for (const mark of inside) {
    if (kept.every(({ at }) => Math.abs(at - mark.at) >= gap)) kept.push(mark)
  }
  return kept.toSorted((left, right) => left.at - right.at)
}

/** What the two sides of the evidence are worth: their sums and their facts, heaviest first. */
export function sidesOf<Fact extends Weighed>(facts: readonly Fact[]) {
  const speaksFor = facts.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight)
  const against = facts.filter(({ weight }) => weight < 0).toSorted((a, b) => a.weight - b.weight)
  return { for: speaksFor, against, forSum: sumOf(0, speaksFor), againstSum: sumOf(0, against) }
}

/** Types of evidence ticked off, as an address holds them: with a dot between. */
export const toggleFact = (without: readonly string[], type: string): string[] =>
  without.includes(type) ? without.filter((other) => other !== type) : [...without, type]
