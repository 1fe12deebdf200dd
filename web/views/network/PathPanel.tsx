import { useQuery } from '@tanstack/react-query'
import { countOf } from '@/core/format/words'
import { kindOf, relationWords, tieName } from '@/core/network/kinds'
import { type CanvasNetwork, edgesAlong, shortestOnCanvas } from '@/core/network/network'
import { pathsQuery } from '@/core/network/queries'
import type { NetworkSearch } from '@/core/network/search'
import { isArtist } from '@/core/network/steps'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { Text } from '@/views/shared/Text'
import { useNetworkState } from './context'
import { nameOf } from './names'

/** The way that is highlighted: its nodes and edges; null if there is none. */
export function useWay(network: CanvasNetwork, { path, way }: NetworkSearch) {
  const isAsked = path?.every(isArtist) === true
  const paths = useQuery({ ...pathsQuery(path?.[0] ?? '', path?.[1] ?? ''), enabled: isAsked })
  if (path === undefined) return null
  const told = paths.data?.[way ?? 0]?.artistIds.map((id) => `Artist:${id}`)
  const nodes = isAsked ? told : shortestOnCanvas(network, path[0], path[1])
  return nodes == null ? null : { nodes: new Set(nodes), edges: edgesAlong(network, nodes) }
}

/** The ways between two nodes, each with its steps in words. */
export function PathPanel({ from, to }: { from: string; to: string }) {
  const { all, act } = useNetworkState()
  return (
    <div className="stack">
      <header className="stack tight">
        <h2 className="breaking">
          From {nameOf(all.nodes.get(from))} to {nameOf(all.nodes.get(to))}
        </h2>
        <div className="row">
          <button
            type="button"
            className="button"
            title="Escape"
            onClick={() => act.show({ path: undefined, way: undefined })}
          >
            Done
          </button>
        </div>
      </header>
      {isArtist(from) && isArtist(to) ? <AskedWays from={from} to={to} /> : <CanvasWay from={from} to={to} />}
    </div>
  )
}

function AskedWays({ from, to }: { from: string; to: string }) {
  const { search, act } = useNetworkState()
  const paths = useQuery(pathsQuery(from, to))
  if (paths.isPending) return <Skeleton rows={5} height={32} />
  if (paths.isLoadingError) return <FailureNotice error={paths.error} retry={() => void paths.refetch()} />
  if (paths.data.length === 0) {
    return (
      <p>
        No way of four steps or fewer was found. The search walks through the 60 most telling neighbours of
        each artist and not through what very many share, so a faint way can be missed.
      </p>
    )
  }
  return (
    <ol className="network-ways">
      {paths.data.map((path, index) => (
        <li key={path.artistIds.join(' ')}>
          <button
            type="button"
            className="button way"
            aria-pressed={(search.way ?? 0) === index}
            title="A small distance is telling: it adds log2(1 + artists that share the rarest tie) for each step."
            onClick={() => act.show({ way: index === 0 ? undefined : index })}
          >
            {countOf(path.steps.length, 'step')} · distance {path.distance.toFixed(1)}
          </button>
          <ol className="network-steps">
            {path.steps.map((step) => (
              <li key={`${step.source?.id} ${step.target?.id}`}>
                <strong>{step.source?.name ?? step.source?.id}</strong> and{' '}
                <strong>{step.target?.name ?? step.target?.id}</strong> share{' '}
                {step.ties.slice(0, 2).map((tie, place) => (
                  <span key={`${tie.type} ${tie.id}`} title={kindOf(tie.type).help}>
                    {place > 0 && ' and '}
                    {tieName(tie)} <span className="soft">({countOf(tie.sharedBy, 'artist')})</span>
                  </span>
                ))}
                {step.ties.length > 2 && <span className="soft"> and {step.ties.length - 2} more</span>}
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  )
}

/** The shortest way over what is on the canvas, where not both ends are artists. */
function CanvasWay({ from, to }: { from: string; to: string }) {
  const { shown } = useNetworkState()
  const way = shortestOnCanvas(shown, from, to)
  if (way === null)
    return <p>They are not connected on the canvas. Open more of either, or show what is hidden.</p>
  const edges = [...edgesAlong(shown, way)]
    .map((key) => shown.edges.get(key))
    .filter((edge) => edge !== undefined)
  return (
    <>
      <p className="soft">
        The shortest way over what is on the canvas; between two artists the whole graph is searched.
      </p>
      <ol className="network-steps">
        {way.slice(1).map((id, index) => {
          const before = way[index] as string
          const edge = edges.find((one) =>
            [one.source, one.target].every((end) => end === id || end === before),
          )
          const words =
            edge?.kind === 'relation' ? relationWords(edge.relation, edge.source === before) : 'is tied to'
          return (
            <li key={id}>
              <strong>
                <Text>{nameOf(shown.nodes.get(before))}</Text>
              </strong>{' '}
              {words}{' '}
              <strong>
                <Text>{nameOf(shown.nodes.get(id))}</Text>
              </strong>
            </li>
          )
        })}
      </ol>
    </>
  )
}
