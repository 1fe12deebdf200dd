import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type SummaryNumbers, summaryQuery } from '@/core/clusters/clusters'
import { fillMonths } from '@/core/clusters/months'
import { formatDay } from '@/core/format/dates'
import { formatCount, formatShort } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { formatMoney } from '@/core/releases/credits'
import { Fact } from '@/views/shared/RecordParts'
import { FailureNotice, Skeleton } from '@/views/shared/states'

/** Rows of a ranked list that are shown at first. */
const FIRST = 8
/** Months that are drawn. */
const MONTHS = 60
/** Months with a release that the service tells of at most. */
const TOLD_MONTHS = 50

/** The cluster in numbers: who delivers, who is paid, what the titles have in common. */
export function Summary({ id, payees }: { id: string; payees: boolean }) {
  const summary = useQuery(summaryQuery(id, payees))
  if (summary.isPending) return <Skeleton rows={4} height={190} />
  if (summary.isError && summary.data === undefined)
    return <FailureNotice error={summary.error} retry={() => void summary.refetch()} />
  if (summary.data === null) return null
  const numbers = summary.data
  return (
    <>
      <section className="panel">
        <header>
          <h2>In numbers</h2>
        </header>
        <div className="body">
          <dl className="fact-list">
            <Fact name="Members">{formatCount(numbers.members)}</Fact>
            <Fact name="Releases" help="On the pages of its artists, and those that are members themselves">
              {formatCount(numbers.releases)}
            </Fact>
            <Fact name="Recordings">{formatCount(numbers.recordings)}</Fact>
            <Fact name="Streams" help="Of the last 28 days, as far as they are known">
              {formatShort(numbers.streams28d)} in 28 days
            </Fact>
          </dl>
        </div>
        <Months numbers={numbers} />
      </section>
      <Bars
        title="Distributors"
        none="No distributor is told."
        delivers
        total={numbers.releases}
        rows={numbers.distributors.map(({ distributor, ...row }) => ({ ...row, ...distributor }))}
      />
      {numbers.payees !== undefined && (
        <Bars
          title="Payees"
          none="Nobody is known to be paid."
          total={numbers.releases}
          rows={numbers.payees.map(({ payee, amounts, ...row }) => ({
            ...row,
            ...payee,
            more: amounts.map(({ currency, amount }) => formatMoney(amount, currency)).join(', '),
          }))}
        />
      )}
      {numbers.labels.length > 0 && (
        <Bars
          title="Labels"
          none=""
          total={numbers.releases}
          rows={numbers.labels.map(({ label, ...row }) => ({ ...row, ...label }))}
        />
      )}
      <Templates numbers={numbers} />
    </>
  )
}

type Bar = { id: string; name?: string | null; releases: number; artists: number; more?: string }

type BarsProps = {
  title: string
  none: string
  total: number
  rows: readonly Bar[]
  /** Whether the rows are distributors, whose findings the queue can show. */
  delivers?: boolean
}

/** Whom most of the releases go through, ranked. */
function Bars({ title, none, total, rows, delivers = false }: BarsProps) {
  const [all, setAll] = useState(false)
  return (
    <section className="panel">
      <header>
        <h2>{title}</h2>
        {rows.length > 0 && (
          <span className="soft">{rows.length === 50 ? 'the first 50' : rows.length}, by releases</span>
        )}
      </header>
      {rows.length === 0 ? (
        <p className="quiet">{none}</p>
      ) : (
        <ul className="bars">
          {rows.slice(0, all ? undefined : FIRST).map(({ id, name, releases, artists, more }) => (
            <li key={id}>
              <span className="bar-name" title={`${name ?? ''} ${id}`}>
                {delivers ? (
                  <Link
                    to="/"
                    search={{ distributor: id, status: 'all' }}
                    title="Findings about what it delivered"
                  >
                    {name ?? id}
                  </Link>
                ) : (
                  (name ?? id)
                )}
              </span>
              <span className="soft number">{more}</span>
              <span className="share-bar" aria-hidden="true">
                <span style={{ width: `${(releases / Math.max(total, 1)) * 100}%` }} />
              </span>
              <small className="soft">
                {countOf(releases, 'release')} of {countOf(artists, 'artist')}
              </small>
            </li>
          ))}
        </ul>
      )}
      {!all && <ShowAll count={rows.length} show={() => setAll(true)} />}
    </section>
  )
}

function ShowAll({ count, show }: { count: number; show: () => void }) {
  if (count <= FIRST) return null
  return (
    <button type="button" className="button plain show-all" onClick={show}>
      Show all {count}
    </button>
  )
}

function Templates({ numbers }: { numbers: SummaryNumbers }) {
  const [all, setAll] = useState(false)
  return (
    <section className="panel">
      <header>
        <h2>Title templates</h2>
        <span className="soft" title="Titles whose words are the same, numbers and marks aside">
          words that titles share
        </span>
      </header>
      {numbers.titleShapes.length === 0 ? (
        <p className="quiet">No two titles have the same words.</p>
      ) : (
        <ul className="bars templates">
          {numbers.titleShapes.slice(0, all ? undefined : FIRST).map(({ shape, count, examples }) => (
            <li key={shape}>
              <span className="bar-name">{examples.map((title) => `“${title}”`).join(', ')}</span>
              <span className="soft number">{countOf(count, 'title')}</span>
            </li>
          ))}
        </ul>
      )}
      {!all && <ShowAll count={numbers.titleShapes.length} show={() => setAll(true)} />}
    </section>
  )
}

/** Releases by month as bars; the numbers are their titles and the sentence below. */
function Months({ numbers }: { numbers: SummaryNumbers }) {
  const months = fillMonths(numbers.releasesByMonth, MONTHS)
  const most = Math.max(...months.map(({ releases }) => releases), 1)
  const first = months[0]
  const last = months.at(-1)
  const peak = months.find(({ releases }) => releases === most)
  if (first === undefined || last === undefined || peak === undefined) return null
  const told = numbers.releasesByMonth
  const isCut = told.length >= TOLD_MONTHS || told[0]?.month !== first.month
  const day = (month: string) => formatDay(`${month}-15`).replace(' 15,', '')
  return (
    <figure className="months">
      <div aria-hidden="true">
        {months.map(({ month, releases }) => (
          <span
            key={month}
            title={`${day(month)}: ${countOf(releases, 'release')}`}
            style={{ height: `${(releases / most) * 100}%` }}
          />
        ))}
      </div>
      <figcaption className="soft">
        {isCut && 'The last months only, earlier ones are left out. '}Out from {day(first.month)} to{' '}
        {day(last.month)}; most in {day(peak.month)}, {countOf(most, 'release')}.
      </figcaption>
    </figure>
  )
}
