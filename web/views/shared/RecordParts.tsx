import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { FindingKind } from '@/core/api/documents/graphql'
import { byNeed, describeRole, roleIn } from '@/core/artists/roles'
import { columnName, differences } from '@/core/artists/versions'
import { formatDay, formatTime } from '@/core/format/dates'
import { countOf, KINDS } from '@/core/format/words'
import { describeDelivery } from '@/core/releases/words'
import { KindTag, Probability, StatusTag } from './tags'
import '@/styles/tables.css'
import { Sentence } from './Text'

/** A fact with its name; what is not known says so. */
export function Fact({ name, help, children }: { name: string; help?: string; children: ReactNode }) {
  const missing = children === null || children === undefined || children === '' || children === '–'
  return (
    <>
      <dt title={help}>{name}</dt>
      <dd className={missing ? 'missing' : ''}>{missing ? 'not told' : children}</dd>
    </>
  )
}

type End =
  | { __typename: string; id?: string; name?: string | null; title?: string | null; size?: number }
  | null
  | undefined
type About = {
  id: string
  kind: FindingKind
  score: number
  status: string
  firstSeen?: string | null
  memberIds: string[]
  subject?: End
  target?: End
}

const nameOf = (end: End): string | null =>
  end
    ? (end.name ?? end.title ?? (end.size === undefined ? (end.id ?? null) : countOf(end.size, 'member')))
    : null

/** What a finding claims, in the fewest words: its subject and whose it trades on. */
export const endsOf = (finding: Pick<About, 'kind' | 'subject' | 'target'>): string =>
  [nameOf(finding.subject), nameOf(finding.target)].filter((name) => name !== null).join(' → ') ||
  KINDS[finding.kind].name

/** Findings about a thing, those to decide first, each with the thing's part in it. */
export function FindingsAbout({
  findings,
  type,
  id,
}: {
  findings: readonly About[]
  type: string
  id: string
}) {
  const open = findings.filter(({ status }) => status !== 'confirmed' && status !== 'dismissed').length
  return (
    <section className="panel">
      <header>
        <h2>Findings</h2>
        {findings.length > 0 && (
          <span className="soft">
            {countOf(findings.length, 'finding')}, {open === 0 ? 'all decided' : `${open} to decide`}
          </span>
        )}
      </header>
      {findings.length === 0 ? (
        <p className="quiet">The last run said nothing about it.</p>
      ) : (
        <ul className="finding-list">
          {byNeed(findings).map((finding) => (
            <li key={finding.id}>
              <KindTag kind={finding.kind} />
              <Link to="/findings/$id" params={{ id: finding.id }} data-row>
                <Sentence>{endsOf(finding)}</Sentence>
                <span className="soft"> · this {describeRole(roleIn(finding, type, id))}</span>
              </Link>
              <Probability value={finding.score} />
              <StatusTag status={finding.status} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

type Signal = { kind: string; score?: number | null; source: string; observedAt?: string | null }

/** What outside systems say; none of it is a verdict. */
export function Signals({ signals }: { signals: readonly Signal[] }) {
  return (
    <section className="panel">
      <header>
        <h2>Signals</h2>
        <span
          className="soft"
          title="A signal is another system's score. It counts as evidence, it decides nothing."
        >
          from other systems
        </span>
      </header>
      {signals.length === 0 ? (
        <p className="quiet">No other system has said anything about it.</p>
      ) : (
        <div className="table-scroll">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">What it says</th>
                <th scope="col" className="number">
                  Score
                </th>
                <th scope="col">Source</th>
                <th scope="col">When</th>
              </tr>
            </thead>
            <tbody>
              {signals.map((signal) => (
                <tr key={`${signal.kind} ${signal.source} ${signal.observedAt}`}>
                  <td>{columnName(signal.kind)}</td>
                  <td className="number">{signal.score == null ? 'none' : signal.score.toFixed(2)}</td>
                  <td>{signal.source}</td>
                  <td className="nowrap">{formatDay(signal.observedAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

type Delivery = { source?: string | null; file?: string | null; sender?: string | null }
type RecordVersion = {
  since: string
  until?: string | null
  lastAt: string
  changed: string[]
  value?: unknown
  delivery?: Delivery | null
}

/** What a record has said over time, and who said so. The first version's columns are folded away. */
export function History({ versions }: { versions: readonly RecordVersion[] }) {
  return (
    <section className="panel">
      <header>
        <h2>History of the record</h2>
        <span className="soft">
          {versions.length === 1 ? 'one version' : `${versions.length} versions, newest first`}
        </span>
      </header>
      {versions.length === 0 ? (
        <p className="quiet">Its own record has not arrived; other records name it.</p>
      ) : (
        <ol className="version-list">
          {versions.map((version, place) => {
            const first = place === versions.length - 1
            const rows = <Differences versions={versions} place={place} />
            return (
              <li key={version.since}>
                <p>
                  <strong>{formatTime(version.since)}</strong>{' '}
                  <span className="soft">
                    {first ? 'first said by' : 'changed by'} {describeDelivery(version.delivery)}
                    {version.until ? `; stood until ${formatTime(version.until)}` : '; stands'}
                  </span>
                </p>
                {first ? (
                  <details>
                    <summary>{countOf(version.changed.length, 'column')}</summary>
                    {rows}
                  </details>
                ) : (
                  rows
                )}
              </li>
            )
          })}
        </ol>
      )}
    </section>
  )
}

function Differences({ versions, place }: { versions: readonly RecordVersion[]; place: number }) {
  const shaped = versions.map((version) => ({ ...version, value: version.value ?? null }))
  return (
    <table>
      <tbody>
        {differences(shaped, place).map(({ column, before, now }) => (
          <tr key={column}>
            <th scope="row">{columnName(column)}</th>
            <td>
              {before !== null && <del className="before">{before}</del>}{' '}
              {now === null ? (
                <span className="soft">nothing</span>
              ) : before === null ? (
                now
              ) : (
                <ins className="now">{now}</ins>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
