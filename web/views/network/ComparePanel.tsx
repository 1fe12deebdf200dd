import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatCount, formatProbability } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { MAX_COMPARED } from '@/core/network/additions'
import { claimsBetween, foldShared, type SharedRow, toldApart } from '@/core/network/compare'
import {
  CLAIM_HELP,
  claimWords,
  formatTie,
  kindOf,
  relationHelp,
  relationWords,
  tieName,
  WEIGHT_HELP,
} from '@/core/network/kinds'
import type { CanvasEdge, CanvasNetwork } from '@/core/network/network'
import { comparedQuery } from '@/core/network/queries'
import { isArtist, localId } from '@/core/network/steps'
import { viewerQuery } from '@/core/session/viewer'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { Text } from '@/views/shared/Text'
import { useNetworkState } from './context'

const nodesOf = (network: CanvasNetwork, ids: readonly string[]) =>
  ids.map((id) => network.nodes.get(id)).filter((node) => node !== undefined)

/** Several nodes: what the artists among them share, and the ways between two. */
export function ComparePanel({ ids }: { ids: readonly string[] }) {
  const { shown, act } = useNetworkState()
  const artists = ids.filter(isArtist)
  const [first, second] = ids
  return (
    <div className="stack">
      <header className="stack tight">
        <h2>{countOf(ids.length, 'node')} selected</h2>
        <p className="soft">
          <Text>{toldApart(nodesOf(shown, ids)).slice(0, 6).join(', ')}</Text>
          {ids.length > 6 && ' …'}
        </p>
      </header>
      <div className="row">
        {ids.length === 2 && first !== undefined && second !== undefined && (
          <button type="button" className="button" title="p" onClick={() => act.follow(first, second)}>
            Ways between them
          </button>
        )}
        <button type="button" className="button" onClick={() => act.fit(ids)}>
          Look closer
        </button>
        <button type="button" className="button" title="Delete" onClick={() => act.remove(ids)}>
          Remove
        </button>
      </div>
      <PairClaims ids={ids} />
      {artists.length > 1 ? (
        <SharedTies ids={artists} />
      ) : (
        <p className="soft">Select two artists or more to see what they share.</p>
      )}
    </div>
  )
}

/** What artists share, the most telling first; what very many share comes last and is marked. */
export function SharedTies({ ids }: { ids: readonly string[] }) {
  const shared = useQuery(comparedQuery(ids.map(localId)))
  const viewer = useQuery(viewerQuery)
  const { search } = useNetworkState()
  if (shared.isPending) return <Skeleton rows={6} height={28} />
  if (shared.isLoadingError) return <FailureNotice error={shared.error} retry={() => void shared.refetch()} />
  const [told, giants] = [foldShared(shared.data), shared.data.filter((tie) => tie.isGiant)]
  const most = Math.max(0, ...giants.map((tie) => tie.sharedBy))
  const rows = search.giants === true ? told : told.filter((row) => !row.isGiant)
  return (
    <section aria-label="What they share" className="stack tight">
      <h3 title={WEIGHT_HELP}>What they share, the most telling first</h3>
      {ids.length > MAX_COMPARED && <p className="soft">Of the first {MAX_COMPARED} artists.</p>}
      {rows.length === 0 && (
        <p>No exact thing is shared{giants.length > 0 && ', but for what very many share'}.</p>
      )}
      {viewer.data?.permissions.includes('read_payees') === false && (
        <p className="soft">Payees and their accounts are not compared: you may not read them.</p>
      )}
      {rows.length > 0 && (
        <table className="network-table">
          <thead>
            <tr>
              <th scope="col">Shared</th>
              <th scope="col" className="number">
                {ids.length > 2 ? 'Of them' : 'By'}
              </th>
              <th scope="col" className="number">
                Weight
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} title={kindOf(row.type).help}>
                <td className="breaking">
                  <SharedThing row={row} />
                  {row.isGiant && <span className="tag">says little</span>}
                </td>
                <SharedCount row={row} isOfMany={ids.length > 2} />
                <td className="number">{formatTie(row.weight)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {giants.length > 0 && search.giants !== true && (
        <p className="soft">
          {formatCount(giants.length)} more, hidden: what very many share, with up to {formatCount(most)}{' '}
          ties.
        </p>
      )}
    </section>
  )
}

/** What is shared, by name; several things of one type as their number, that opens to their names. */
function SharedThing({ row }: { row: SharedRow }) {
  const [first] = row.ties
  if (row.ties.length === 1 && first !== undefined) return tieName(first)
  return (
    <details>
      <summary>
        {countOf(row.ties.length, kindOf(row.type).name, kindOf(row.type).plural).toLowerCase()}
      </summary>
      <ul>
        {row.ties.map((tie) => (
          <li key={tie.id}>{tieName(tie)}</li>
        ))}
      </ul>
    </details>
  )
}

function SharedCount({ row, isOfMany }: { row: SharedRow; isOfMany: boolean }) {
  const counts = row.ties.map((tie) => tie.sharedBy)
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)]
  const all = fewest === most ? formatCount(most) : `${formatCount(fewest)} to ${formatCount(most)}`
  return (
    <td className="number" title={`Shared by ${all} artists in all`}>
      {isOfMany ? `${row.ties[0]?.artistIds.length} of ${all}` : all}
    </td>
  )
}

/** What findings claim of two artists, one against the other: no tie, and told apart from what they share. */
function PairClaims({ ids }: { ids: readonly string[] }) {
  const { shown } = useNetworkState()
  const pair = nodesOf(shown, ids)
  const [left, right] = pair
  if (ids.length !== 2 || left === undefined || right === undefined) return null
  const [one = '', other = ''] = toldApart(pair)
  const claims = claimsBetween(left.marks, right.marks)
  if (claims.length === 0) return null
  return (
    <ul className="stack tight network-claims" aria-label="Findings about these two">
      {claims.map((mark) => (
        <li key={mark.id}>
          A finding claims:{' '}
          <Link to="/findings/$id" params={{ id: mark.id }} title={CLAIM_HELP}>
            <Text>{mark.role === 'subject' ? one : other}</Text> {claimWords(mark.kind)}{' '}
            <Text>{mark.role === 'subject' ? other : one}</Text>
          </Link>
          , {formatProbability(mark.score)}
        </li>
      ))}
    </ul>
  )
}

/** One edge: two artists and what they share, or one relationship and what it means. */
export function EdgePanel({ edge }: { edge: CanvasEdge }) {
  const { shown, act } = useNetworkState()
  const ends = [edge.source, edge.target]
  const [from = '', to = ''] = toldApart(nodesOf(shown, ends))
  return (
    <div className="stack">
      <header className="stack tight">
        <h2 className="breaking">
          <Text>{from}</Text> {joining(edge)} <Text>{to}</Text>
        </h2>
        {edge.kind === 'relation' && <p className="soft">{relationHelp(edge.relation)}</p>}
        {edge.kind === 'claim' && (
          <p className="soft">
            {CLAIM_HELP}{' '}
            <Link to="/findings/$id" params={{ id: edge.finding }}>
              The finding, {formatProbability(edge.score)}
            </Link>
          </p>
        )}
        {edge.kind === 'tie' && (
          <p className="soft">
            Their ties weigh {formatTie(edge.weight)} together. That they share something says they are
            connected, not that either did wrong.
          </p>
        )}
      </header>
      <div className="row">
        {ends.map((id, index) => (
          <button key={id} type="button" className="button" onClick={() => act.select([id])}>
            <Text>{index === 0 ? from : to}</Text>
          </button>
        ))}
      </div>
      {edge.kind === 'tie' && <PairClaims ids={ends} />}
      {ends.every(isArtist) ? <SharedTies ids={ends} /> : edge.kind === 'tie' && <OneTie edge={edge} />}
    </div>
  )
}

function joining(edge: CanvasEdge): string {
  if (edge.kind === 'relation') return relationWords(edge.relation, true)
  return edge.kind === 'claim' ? claimWords(edge.says) : 'and'
}

function OneTie({ edge }: { edge: CanvasEdge & { kind: 'tie' } }) {
  return (
    <ul className="stack tight">
      {edge.ties.map((tie) => (
        <li key={tie.id}>
          {tieName(tie)}, shared by {countOf(tie.sharedBy, 'artist')}.{' '}
          <span className="soft">{kindOf(tie.type).help}</span>
        </li>
      ))}
    </ul>
  )
}
