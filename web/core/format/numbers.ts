const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** `12,345`; a dash for what is not known. */
export const formatCount = (count: number | null | undefined): string =>
  count == null ? '–' : whole.format(count)

/** `12.3K`; a dash for what is not known. */
export const formatShort = (count: number | null | undefined): string =>
  count == null ? '–' : short.format(count)

/** A probability as a percentage that never says 0 % or 100 % of what is neither. */
export function formatProbability(probability: number): string {
  const percent = probability * 100
  if (percent > 0 && percent < 0.1) return '< 0.1 %'
  if (percent < 100 && percent > 99.9) return '> 99.9 %'
  if (percent < 1 || (percent > 99 && percent < 100)) return `${percent.toFixed(1)} %`
  return `${percent.toFixed(0)} %`
}

/** A weight in log-odds with its sign, `+2.3` or `−1.1`; a light one with two digits, `−0.03`, so that none is told as nothing. */
export function formatWeight(weight: number): string {
  const size = Math.abs(weight)
  if (size === 0) return '0.0'
  return `${weight < 0 ? '−' : '+'}${size.toFixed(size < 0.095 ? 2 : 1)}`
}

/** Milliseconds as `3:07`. */
export function formatDuration(durationMs: number | null | undefined): string {
  if (durationMs == null) return '–'
  const seconds = Math.round(durationMs / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
