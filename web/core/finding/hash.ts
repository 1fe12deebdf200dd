/** The bits of a hash, its first digit first; null where it is missing or no hexadecimal number. */
export function bitsOf(hash: string | null | undefined): boolean[] | null {
  if (hash == null || !/^[0-9a-f]+$/i.test(hash)) return null
  return [...hash].flatMap((digit) => {
    const value = Number.parseInt(digit, 16)
    return [8, 4, 2, 1].map((bit) => (value & bit) !== 0)
  })
}

/** In how many bits two hashes differ (Hamming distance); null where they cannot be compared. */
export function bitsApart(left: string | null | undefined, right: string | null | undefined): number | null {
  const [lefts, rights] = [bitsOf(left), bitsOf(right)]
  if (lefts === null || rights === null || lefts.length !== rights.length) return null
  return lefts.filter((bit, place) => bit !== rights[place]).length
}

/** What so many differing bits of so many mean. Two hashes of unrelated things differ in about half. */
export function tellApart(apart: number, bits: number): string {
  const share = apart / bits
  if (apart === 0) return 'the same'
  if (share <= 0.1) return 'nearly the same'
  if (share <= 0.25) return 'somewhat alike'
  return share < 0.4 ? 'hardly alike' : 'no more alike than chance'
}

type Covered = { id: string; title?: string | null; coverPhash?: string | null }
export type CoverPair<Release> = { left: Release; right: Release; apart: number }

/** The covers of two pages that are most alike, at most a sixth of their bits apart, best first. */
export function closestCovers<Release extends Covered>(
  lefts: readonly Release[],
  rights: readonly Release[],
  most = 3,
): CoverPair<Release>[] {
  const pairs: CoverPair<Release>[] = []
  for (const left of lefts) {
    for (const right of rights) {
      const apart = bitsApart(left.coverPhash, right.coverPhash)
      const bits = bitsOf(left.coverPhash)?.length ?? 0
      if (apart !== null && apart <= bits / 6) pairs.push({ left, right, apart })
    }
  }
  return pairs.toSorted((a, b) => a.apart - b.apart).slice(0, most)
}
