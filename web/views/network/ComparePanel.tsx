import { useQuery } from '@tanstack/react-query'
import { formatCount } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { formatTie, kindOf, relationHelp, relationWords, tieName, WEIGHT_HELP } from '@/core/network/kinds'
import type { CanvasEdge } from '@/core/network/network'
import { comparedQuery, MAX_COMPARED } from '@/core/network/queries'
import { isArtist, localId } from '@/core/network/steps'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { useNetworkState } from './context'
import { nameOf } from './names'

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
          {ids
            .slice(0, 6)
            .map((id) => nameOf(shown.nodes.get(id)))
            .join(', ')}
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
  const { search } = useNetworkState()
  if (shared.isPending) return <Skeleton rows={6} height={28} />
  if (shared.isError) return <FailureNotice error={shared.error} retry={() => void shared.refetch()} />
  const telling = shared.data.filter((tie) => !tie.isGiant)
  const giants = shared.data.filter((tie) => tie.isGiant)
  const most = Math.max(0, ...giants.map((tie) => tie.sharedBy))
  const rows = search.giants === true ? [...telling, ...giants] : telling
  return (
    <section aria-label="What they share" className="stack tight">
      <h3 title={WEIGHT_HELP}>What they share, the most telling first</h3>
      {ids.length > MAX_COMPARED && <p className="soft">Of the first {MAX_COMPARED} artists.</p>}
      {rows.length === 0 && <p>Nothing that says anything.</p>}
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
            {rows.map((tie) => (
              <tr key={`${tie.type} ${tie.id}`} title={kindOf(tie.type).help}>
                <td className="breaking">
                  {tieName(tie)}
                  {tie.isGiant && <span className="tag">says little</span>}
                </td>
                <td className="number" title={`Shared by ${formatCount(tie.sharedBy)} artists in all`}>
                  {ids.length > 2
                    ? `${tie.artistIds.length} of ${formatCount(tie.sharedBy)}`
                    : `${formatCount(tie.sharedBy)}`}
                </td>
                <td className="number">{formatTie(tie.weight)}</td>
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

/** One edge: two artists and what they share, or one relationship and what it means. */
export function EdgePanel({ edge }: { edge: CanvasEdge }) {
  const { shown, act } = useNetworkState()
  const ends = [edge.source, edge.target]
  const [from, to] = ends.map((id) => nameOf(shown.nodes.get(id)))
  return (
    <div className="stack">
      <header className="stack tight">
        <h2 className="breaking">
          {from} {edge.kind === 'relation' ? relationWords(edge.relation, true) : 'and'} {to}
        </h2>
        {edge.kind === 'relation' ? (
          <p className="soft">{relationHelp(edge.relation)}</p>
        ) : (
          <p className="soft">
            Their ties weigh {formatTie(edge.weight)} together. That they share something says they are
            connected, not that either did wrong.
          </p>
        )}
      </header>
      <div className="row">
        {ends.map((id, index) => (
          <button key={id} type="button" className="button" onClick={() => act.select([id])}>
            {index === 0 ? from : to}
          </button>
        ))}
      </div>
      {ends.every(isArtist) ? <SharedTies ids={ends} /> : edge.kind === 'tie' && <OneTie edge={edge} />}
    </div>
  )
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
