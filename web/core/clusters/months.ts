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
