import { formatDay } from '@/core/format/dates'
import { countOf } from '@/core/format/words'
import { formatMoney, sumPayouts } from '@/core/releases/credits'
import type { ReleasePage } from '@/core/releases/release'

/** Who is paid for a release, over all periods that are known. */
export function Payouts({ payouts }: { payouts: NonNullable<ReleasePage['payouts']> }) {
  const sums = sumPayouts(payouts)
  return (
    <section className="panel">
      <header>
        <h2>Payouts</h2>
        <span className="soft">{countOf(sums.length, 'payee')}</span>
      </header>
      {sums.length === 0 ? (
        <p className="quiet">No payout is known.</p>
      ) : (
        <div className="table-scroll">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Payee</th>
                <th scope="col">Country</th>
                <th scope="col" className="number">
                  Paid
                </th>
                <th scope="col" className="number">
                  Share
                </th>
                <th scope="col">Periods</th>
              </tr>
            </thead>
            <tbody>
              {sums.map((sum) => (
                <tr key={sum.id}>
                  <td>
                    {sum.name} <code className="soft">{sum.id}</code>
                  </td>
                  <td>{sum.country ?? <span className="soft">not told</span>}</td>
                  <td className="number">
                    {sum.amounts.map(([currency, amount]) => formatMoney(amount, currency)).join(', ') || '–'}
                  </td>
                  <td className="number">
                    {sum.shares.map((share) => `${Math.round(share * 1000) / 10} %`).join(', ') || '–'}
                  </td>
                  <td className="nowrap">
                    {sum.first === null
                      ? '–'
                      : sum.first === sum.last
                        ? month(sum.first)
                        : `${month(sum.first)} to ${month(sum.last)}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** `2024-12` as `Dec 2024`. */
const month = (period: string | null): string =>
  period === null ? '–' : formatDay(`${period}-01`).replace(/^1 |(?<=\w) 1,/, '')
