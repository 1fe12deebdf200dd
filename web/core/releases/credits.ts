type Contribution = {
  partyName?: string | null
  role?: string | null
  ipi?: string | null
  artist?: { id: string; name?: string | null } | null
}

/** A person's credits on a recording. */
export type Credit = {
  key: string
  name: string
  roles: string[]
  ipi: string | null
  artistId: string | null
}

/** One entry for each person, in the order of their first credit. */
export function groupCredits(contributions: readonly Contribution[]): Credit[] {
  const credits = new Map<string, Credit>()
  for (const { partyName, role, ipi, artist } of contributions) {
    const name = partyName ?? artist?.name ?? artist?.id ?? 'name not told'
    const key = `${artist?.id ?? ''} ${ipi ?? ''} ${name}`
    const credit = credits.get(key) ?? {
      key,
      name,
      roles: [],
      ipi: ipi ?? null,
      artistId: artist?.id ?? null,
    }
    const words = (role ?? 'contributor').replaceAll('_', ' ')
    if (!credit.roles.includes(words)) credit.roles.push(words)
    credits.set(key, credit)
  }
  return [...credits.values()]
}

/** What a delivery says of AI in a recording; null where it says nothing. A part is a word, or `role:word`. */
export function describeDisclosure(parts: readonly string[]): string | null {
  if (parts.length === 0) return null
  return parts
    .map((part) => {
      const [role, word] = part.includes(':') ? part.split(':', 2) : [undefined, part]
      const said =
        word === 'none'
          ? 'no AI'
          : word === 'generated'
            ? 'AI generated'
            : word === 'assisted'
              ? 'AI assisted'
              : word
      return role === undefined ? said : `${role.replaceAll('_', ' ')}: ${said}`
    })
    .join(', ')
}

type Payout = {
  share?: number | null
  amount?: number | null
  currency?: string | null
  period?: string | null
  payee: { id: string; name?: string | null; country?: string | null }
}
export type PayeeSum = {
  id: string
  name: string
  country: string | null
  /** By currency; what has no currency is under ''. */
  amounts: [currency: string, amount: number][]
  shares: number[]
  first: string | null
  last: string | null
  periods: number
}

/** What each payee gets of a release over all periods, the largest sum first. */
export function sumPayouts(payouts: readonly Payout[]): PayeeSum[] {
  const sums = new Map<string, { sum: PayeeSum; amounts: Map<string, number>; periods: Set<string> }>()
  for (const { share, amount, currency, period, payee } of payouts) {
    const found = sums.get(payee.id) ?? {
      sum: {
        id: payee.id,
        name: payee.name ?? payee.id,
        country: payee.country ?? null,
        amounts: [],
        shares: [],
        first: null,
        last: null,
        periods: 0,
      },
      amounts: new Map<string, number>(),
      periods: new Set<string>(),
    }
    if (amount != null) found.amounts.set(currency ?? '', (found.amounts.get(currency ?? '') ?? 0) + amount)
    if (share != null && !found.sum.shares.includes(share)) found.sum.shares.push(share)
    if (period != null) found.periods.add(period)
    sums.set(payee.id, found)
  }
  const largest = ({ amounts }: PayeeSum) => Math.max(0, ...amounts.map(([, amount]) => amount))
  return [...sums.values()]
    .map(({ sum, amounts, periods }) => {
      const order = [...periods].toSorted()
      return {
        ...sum,
        amounts: [...amounts],
        first: order[0] ?? null,
        last: order.at(-1) ?? null,
        periods: order.length,
      }
    })
    .toSorted((left, right) => largest(right) - largest(left))
}

/** `12.30 USD`. */
export const formatMoney = (amount: number, currency: string | null): string =>
  `${amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}${currency ? ` ${currency}` : ''}`
