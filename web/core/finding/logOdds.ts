/** Arithmetic of evidence: log-odds, base e, that add up from the prior to the score. */
export type Weighed = { type: string; weight: number }

export const probability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))

export const logOdds = (chance: number): number => Math.log(chance / (1 - chance))

/** The log-odds with some types of evidence left out. */
export const sumOf = (
  prior: number,
  evidence: readonly Weighed[],
  without: ReadonlySet<string> = new Set(),
): number => evidence.reduce((sum, { type, weight }) => (without.has(type) ? sum : sum + weight), prior)

/** Where to start, in words: `about 1 in 420,000`; `about 1 in 3` where it is likelier. */
export function oddsInWords(prior: number): string {
  const one = 1 / probability(prior)
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(one)) - 1)
  return `about 1 in ${(Math.round(one / digits) * digits).toLocaleString('en')}`
}

/** What a weight does to the odds, in words: `odds 10 times higher`, `odds 3 times lower`, `hardly counts`. */
export function factorInWords(weight: number): string {
  const factor = Math.exp(Math.abs(weight))
  if (factor < 1.05) return 'hardly counts'
  const told =
    factor < 10
      ? factor.toFixed(1)
      : Number(factor.toPrecision(2)).toLocaleString('en', { maximumFractionDigits: 0 })
  return `odds ${told} times ${weight > 0 ? 'higher' : 'lower'}`
}
