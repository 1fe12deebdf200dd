import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { SECTIONS, type Section as SectionName } from '@/core/finding/evidence'
import {
  type FactRow,
  keyOfPerson,
  type PaidTo,
  type Person,
  payeesOf,
  type Standing,
} from '@/core/finding/facts'
import { bitsApart, bitsOf, tellApart } from '@/core/finding/hash'
import { formatDay } from '@/core/format/dates'
import { countOf } from '@/core/format/words'
import { compareNames, type Piece, tellDifference, visible, visibleDifference } from '@/core/names/compare'
import { mixedWords, scriptsIn } from '@/core/names/scripts'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { Sentence, Text } from '@/views/shared/Text'

type Query = { isLoadingError: boolean; error: Error | null; refetch: () => unknown }

/** In the place of facts that are not all read: the first failure, or that they are on their way. */
export function Reading({ of }: { of: readonly Query[] }) {
  const failed = of.find((query) => query.isLoadingError)
  return failed ? (
    <FailureNotice error={failed.error} retry={() => void failed.refetch()} />
  ) : (
    <Skeleton rows={6} height={120} />
  )
}

/** A part of the page that shows facts; the one that the address names is scrolled to and marked. */
export function Section({ name, at, children }: { name: SectionName; at?: string; children: ReactNode }) {
  const place = useRef<HTMLElement>(null)
  const shown = at === name
  useEffect(() => {
    if (shown) place.current?.scrollIntoView({ block: 'start' })
  }, [shown])
  return (
    <section
      ref={place}
      id={`facts-${name}`}
      tabIndex={-1}
      className={shown ? 'facts shown' : 'facts'}
      aria-label={SECTIONS[name]}
    >
      <h3 className="facts-title">{SECTIONS[name]}</h3>
      {children}
    </section>
  )
}

const STANDINGS: Record<Standing, [string, string]> = {
  same: ['same', 'Both have the same'],
  partly: ['partly', 'They share some'],
  differs: ['differs', 'They differ'],
  unknown: ['', 'Not known of both: no evidence either way'],
}

type TableProps = { rows: readonly FactRow[]; left: string; right: string }

/** Values of both ends beside each other. What is known of neither is left out. */
export function FactTable({ rows, left, right }: TableProps) {
  const known = rows.filter((row) => row.left !== '–' || row.right !== '–')
  return (
    <div className="table-scroll">
      <table className="compare">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Fact</span>
            </th>
            <th scope="col">
              <Sentence>{left}</Sentence>
            </th>
            <th scope="col">
              <Sentence>{right}</Sentence>
            </th>
            <th scope="col">
              <span className="visually-hidden">Compared</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {known.map((row) => (
            <tr key={row.label}>
              <th scope="row" title={row.help}>
                {row.label}
              </th>
              <td>
                <Text>{row.left}</Text>
              </td>
              <td>
                <Text>{row.right}</Text>
              </td>
              <td className={`standing ${row.standing}`} title={STANDINGS[row.standing][1]}>
                {STANDINGS[row.standing][0]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type NamesProps = { left: string; right: string; leftIs: string; rightIs: string }

/** Two names with what differs marked, and each differing letter told by script and code point. */
export function NamePair({ left, right, leftIs, rightIs }: NamesProps) {
  const compared = compareNames(left, right)
  const mixed = [...mixedWords(left), ...mixedWords(right)]
  return (
    <div className="names">
      <dl>
        <dt>{leftIs}</dt>
        <dd>
          <Marked pieces={compared.left} /> <Scripts name={left} />
        </dd>
        <dt>{rightIs}</dt>
        <dd>
          <Marked pieces={compared.right} /> <Scripts name={right} />
        </dd>
      </dl>
      {compared.equal ? (
        <p>Both are equal, character by character.</p>
      ) : compared.apart ? (
        <p className="soft">
          One is written in {scriptsIn(left).join(' and ')}, the other in {scriptsIn(right).join(' and ')}:
          they can only be compared by how they sound.
        </p>
      ) : (
        <ul className="soft">
          {compared.differences.slice(0, 8).map((difference, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: differences of two names, which never move
            <li key={place}>
              <bdi>{tellDifference(difference)}</bdi>
            </li>
          ))}
          {compared.differences.length === 0 && <li>They differ in upper and lower case only.</li>}
        </ul>
      )}
      {mixed.map(({ word, scripts }) => (
        <p key={word}>
          <span className="tag warn">Mixed scripts</span> “<Text>{word}</Text>” mixes {scripts.join(' and ')}{' '}
          letters.
        </p>
      ))}
    </div>
  )
}

function Marked({ pieces }: { pieces: Piece[] }) {
  return (
    <bdi className="marked">
      {pieces.map((piece, place) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one name, which never move
        if (piece.how === 'same') return <span key={place}>{visible(piece.text)}</span>
        const title = piece.how === 'case' ? 'differs in case only' : 'differs'
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one name, which never move
          <mark key={place} className={piece.how} title={title}>
            {piece.how === 'case' ? visible(piece.text) : visibleDifference(piece.text)}
          </mark>
        )
      })}
    </bdi>
  )
}

function Scripts({ name }: { name: string }) {
  const scripts = scriptsIn(name)
  if (scripts.length === 0 || (scripts.length === 1 && scripts[0] === 'Latin')) return null
  return <span className="tag">{scripts.join(', ')}</span>
}

type BitsProps = {
  left?: string | null
  right?: string | null
  leftIs: string
  rightIs: string
  what: string
  /** What the differing bits mean where they do not mean what they usually do. */
  means?: string | undefined
}

/** Two hashes as patterns of 8 by 8, the differing squares marked, with how many differ. */
export function BitsPair({ left, right, leftIs, rightIs, what, means }: BitsProps) {
  const apart = bitsApart(left, right)
  const [lefts, rights] = [bitsOf(left), bitsOf(right)]
  const size = lefts?.length ?? rights?.length ?? 64
  return (
    <figure className="bits">
      <Pattern bits={lefts} other={rights} name={leftIs} />
      <Pattern bits={rights} other={lefts} name={rightIs} />
      <figcaption>
        <strong>
          <Sentence>{what}</Sentence>
        </strong>
        {apart === null ? (
          <span className="soft">
            {lefts === null && rights === null ? 'Neither has one.' : 'One of them has none to compare with.'}
          </span>
        ) : (
          <span>
            {countOf(apart, 'bit')} of {size} differ: {means ?? tellApart(apart, size)}
          </span>
        )}
      </figcaption>
    </figure>
  )
}

function Pattern({ bits, other, name }: { bits: boolean[] | null; other: boolean[] | null; name: string }) {
  if (bits === null) return <span className="no-pattern">{name}: none</span>
  const comparable = other !== null && other.length === bits.length
  return (
    <svg viewBox={`-0.5 -0.5 9 ${Math.ceil(bits.length / 8) + 1}`} role="img" aria-label={`Hash of ${name}`}>
      <title>{name}</title>
      {bits.map((bit, place) => {
        const differs = comparable && other[place] !== bit
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: bits of one hash, which never move
            key={place}
            x={place % 8}
            y={Math.floor(place / 8)}
            width="0.94"
            height="0.94"
            className={`${bit ? 'one' : 'zero'}${differs ? ' differs' : ''}`}
          />
        )
      })}
    </svg>
  )
}

type PeopleProps = { left: Person[]; right: Person[]; leftIs: string; rightIs: string }

/** Who is credited on either side; those on both come first. */
export function PeoplePair({ left, right, leftIs, rightIs }: PeopleProps) {
  const rights = new Set(right.map(({ name }) => keyOfPerson(name)))
  const both = new Set(left.map(({ name }) => keyOfPerson(name)).filter((key) => rights.has(key)))
  return (
    <>
      <p>
        {both.size === 0
          ? left.length === 0 || right.length === 0
            ? 'Credits are not known of both: no evidence either way.'
            : 'Nobody is credited on both.'
          : `${countOf(both.size, 'person', 'people')} credited on both: ${left
              .filter(({ name }) => both.has(keyOfPerson(name)))
              .slice(0, 5)
              .map(({ name }) => name)
              .join(', ')}.`}
      </p>
      <div className="pair">
        <PeopleList title={leftIs} people={left} both={both} />
        <PeopleList title={rightIs} people={right} both={both} />
      </div>
    </>
  )
}

function PeopleList({ title, people, both }: { title: string; people: Person[]; both: Set<string> }) {
  const first = people
    .toSorted((a, b) => Number(both.has(keyOfPerson(b.name))) - Number(both.has(keyOfPerson(a.name))))
    .slice(0, 8)
  return (
    <div>
      <h4>{title}</h4>
      {people.length === 0 && <p className="soft">No credits are known.</p>}
      <ul>
        {first.map((person) => (
          <li key={person.name}>
            <Text>{person.name}</Text> <span className="soft">{person.roles.join(', ')}</span>{' '}
            <span className="soft">{countOf(person.recordings, 'recording')}</span>
            {both.has(keyOfPerson(person.name)) && <span className="tag">on both</span>}
          </li>
        ))}
        {people.length > first.length && <li className="soft">and {people.length - first.length} more</li>}
      </ul>
    </div>
  )
}

type Paid = Parameters<typeof payeesOf>[0]
type MoneyProps = { left: Paid; right: Paid; leftIs: string; rightIs: string; mayRead: boolean }

/** Who is paid on either side; without the permission, that it is not shown. */
export function MoneyPair({ left, right, leftIs, rightIs, mayRead }: MoneyProps) {
  if (!mayRead) return <p className="soft">Your role does not show who is paid.</p>
  const [lefts, rights] = [payeesOf(left), payeesOf(right)]
  const both = lefts.filter(({ id }) => rights.some((payee) => payee.id === id))
  return (
    <>
      <p>
        {lefts.length === 0 || rights.length === 0
          ? 'Payees are not known of both: no evidence either way.'
          : both.length === 0
            ? 'No payee is paid on both sides.'
            : `${both.map(({ name }) => name).join(', ')} ${both.length === 1 ? 'is' : 'are'} paid on both sides.`}
      </p>
      <div className="pair">
        <PayeeList title={leftIs} payees={lefts} />
        <PayeeList title={rightIs} payees={rights} />
      </div>
    </>
  )
}

export function PayeeList({ title, payees }: { title: string; payees: PaidTo[] }) {
  return (
    <div>
      <h4>{title}</h4>
      {payees.length === 0 && <p className="soft">No payee is known.</p>}
      <ul>
        {payees.slice(0, 8).map((payee) => (
          <li key={payee.id}>
            <Text>{payee.name}</Text> <code>{payee.id}</code> <span className="soft">{payee.country}</span>{' '}
            <span className="soft">
              {countOf(payee.releases, 'release')}
              {payee.since !== null && `, since ${payee.since}`}
              {payee.amounts.map(([currency, amount]) => `, ${amount.toFixed(2)} ${currency}`)}
            </span>
          </li>
        ))}
        {payees.length > 8 && <li className="soft">and {payees.length - 8} more</li>}
      </ul>
    </div>
  )
}

type Signal = { kind: string; score?: number | null; source: string; observedAt?: string | null }

/** What other systems say. They are heard, not believed. */
export function Signals({ of }: { of: { name: string; signals: readonly Signal[] }[] }) {
  const said = of.filter(({ signals }) => signals.length > 0)
  if (said.length === 0)
    return (
      <p className="soft">
        No other system has reported the profiles themselves; what is said of their releases and recordings
        stands with those.
      </p>
    )
  return (
    <table className="compare">
      <thead>
        <tr>
          <th scope="col">About</th>
          <th scope="col">What</th>
          <th scope="col">Score</th>
          <th scope="col">Who says so</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {said.flatMap(({ name, signals }) =>
          signals.slice(0, 12).map((signal) => (
            <tr key={`${name} ${signal.kind} ${signal.source} ${signal.observedAt}`}>
              <td>
                <Text>{name}</Text>
              </td>
              <td>{signal.kind.replaceAll('_', ' ')}</td>
              <td>{signal.score == null ? '–' : signal.score.toFixed(2)}</td>
              <td>{signal.source}</td>
              <td>{formatDay(signal.observedAt)}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  )
}

export function ArtistLink({ id, name }: { id: string; name?: string | null }) {
  return (
    <Link to="/artists/$id" params={{ id }}>
      <Text>{name ?? id}</Text>
    </Link>
  )
}
export function ReleaseLink({ id, title }: { id: string; title?: string | null }) {
  return (
    <Link to="/releases/$id" params={{ id }}>
      <Text>{title ?? id}</Text>
    </Link>
  )
}
