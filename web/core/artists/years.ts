type Dated = { releaseDate?: string | null; receivedAt?: string | null }

/** The years of an artist's releases, `2008 to 2015`; null without a date.

`releases`: newest first, perhaps not all of them; `total`: how many there are. */
export function yearsOf(releases: readonly Dated[], total: number): string | null {
  const years = releases
    .map(({ releaseDate, receivedAt }) => (releaseDate ?? receivedAt ?? '').slice(0, 4))
    .filter((year) => year !== '')
    .toSorted()
  const first = years[0]
  const last = years.at(-1)
  if (first === undefined) return null
  if (releases.length < total) return `until ${last}`
  return first === last ? first : `${first} to ${last}`
}
