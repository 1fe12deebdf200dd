import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatCount, formatProbability } from '@/core/format/numbers'
import { KINDS } from '@/core/format/words'
import { handledQuery } from '@/core/network/handled'
import { formatTie, kindOf, relationHelp, relationWords, tieName, WEIGHT_HELP } from '@/core/network/kinds'
import { edgeRows, type PlacedNode } from '@/core/network/network'
import { type Expansion, expansionQuery, marksQuery } from '@/core/network/queries'
import { broughtBy, FIRST, isArtist, localId, MOST } from '@/core/network/steps'
import { viewerQuery } from '@/core/session/viewer'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { Text } from '@/views/shared/Text'
import { useNetworkState } from './context'
import { nameOf, ROLES } from './names'

/** One node: what it is, what findings say of it, what can be opened from it, and its ties on the canvas. */
export function NodePanel({ node }: { node: PlacedNode }) {
  const { search, act } = useNetworkState()
  const kind = kindOf(node.type)
  const isPinned = search.pins?.some((pin) => pin.endsWith(`,${node.id}`)) === true
  return (
    <div className="stack">
      <header className="stack tight">
        <h2>
          <Text>{nameOf(node)}</Text>
        </h2>
        <p className="soft">
          <span title={kind.help}>{kind.name}</span> · <code>{localId(node.id)}</code>
        </p>
        <PageLink node={node} />
      </header>
      <Marks node={node} />
      <div className="row">
        {isArtist(node.id) && (
          <button
            type="button"
            className="button"
            title="Add the artists tied to it (Enter)"
            onClick={() => act.take({ do: 'around', node: node.id, depth: 1 })}
          >
            Add who is tied to it
          </button>
        )}
        <button type="button" className="button" onClick={() => act.take({ do: 'collapse', node: node.id })}>
          Collapse
        </button>
        {isPinned && (
          <button type="button" className="button" onClick={() => act.pin(node.id, null)}>
            Unpin
          </button>
        )}
        <button type="button" className="button" title="Delete" onClick={() => act.remove([node.id])}>
          Remove
        </button>
      </div>
      <Expand id={node.id} />
      <RankedTies id={node.id} />
    </div>
  )
}

function PageLink({ node }: { node: PlacedNode }) {
  const id = localId(node.id)
  const params = { id }
  if (node.type === 'artist')
    return (
      <Link to="/artists/$id" params={params}>
        Open the artist
      </Link>
    )
  if (node.type === 'release')
    return (
      <Link to="/releases/$id" params={params}>
        Open the release
      </Link>
    )
  if (node.type === 'cluster')
    return (
      <Link to="/clusters/$id" params={params}>
        Open the cluster
      </Link>
    )
  return null
}

function Marks({ node }: { node: PlacedNode }) {
  const asked = useQuery({ ...marksQuery(node.id), enabled: node.type === 'artist' && node.marks === null })
  const marks = node.marks ?? asked.data
  if (node.type !== 'artist') return null
  if (marks === undefined) {
    if (asked.isError) return <FailureNotice error={asked.error} retry={() => void asked.refetch()} />
    return <Skeleton height={24} />
  }
  if (marks.length === 0) return <p className="soft">No finding speaks of it.</p>
  return (
    <ul className="network-marks">
      {marks.map((mark) => (
        <li key={mark.id}>
          <Link to="/findings/$id" params={{ id: mark.id }} title={KINDS[mark.kind].help}>
            {KINDS[mark.kind].name}
          </Link>
          <span className="soft grow">{ROLES[mark.role]}</span>
          <span className="number">{formatProbability(mark.score)}</span>
        </li>
      ))}
    </ul>
  )
}

/** What hangs on the node, by relationship, with how many there are. */
function Expand({ id }: { id: string }) {
  const expansion = useQuery(expansionQuery(id))
  const viewer = useQuery(viewerQuery)
  const isPayees = viewer.data?.permissions.includes('read_payees') === true
  const handled = useQuery({
    ...handledQuery(id, isPayees),
    enabled: isArtist(id) && viewer.data !== undefined,
  })
  if (expansion.isPending) return <Skeleton rows={4} height={28} />
  if (expansion.isLoadingError)
    return <FailureNotice error={expansion.error} retry={() => void expansion.refetch()} />
  const groups: Group[] = [...(expansion.data?.groups ?? []), ...(handled.data ?? [])]
  return (
    <section aria-label="Open by relationship">
      <h3>Open by relationship</h3>
      {handled.isLoadingError && <FailureNotice error={handled.error} retry={() => void handled.refetch()} />}
      {groups.length === 0 && !handled.isLoading && <p className="soft">Nothing hangs on it.</p>}
      <ul className="network-groups">
        {groups.map((group) => (
          <GroupRow key={`${group.relation} ${group.outgoing} ${group.type}`} id={id} group={group} />
        ))}
      </ul>
    </section>
  )
}

type Group = Pick<Expansion['groups'][number], 'relation' | 'outgoing' | 'type' | 'totalCount'>

function GroupRow({ id, group }: { id: string; group: Group }) {
  const { act, search } = useNetworkState()
  const { relation, outgoing, type } = group
  const shown = broughtBy(search.steps, id, group)
  const next = shown === 0 ? Math.min(FIRST, group.totalCount) : Math.min(MOST, group.totalCount)
  const kind = kindOf(group.type)
  const words = group.totalCount > next ? `First ${next}` : next === 1 ? 'Show it' : `All ${next}`
  return (
    <li>
      <span className="grow" title={relationHelp(relation)}>
        {relationWords(relation, outgoing)} <strong>{formatCount(group.totalCount)}</strong>{' '}
        {(group.totalCount === 1 ? kind.name : kind.plural).toLowerCase()}
        {shown > 0 && group.totalCount > shown && (
          <span className="soft"> ({formatCount(group.totalCount - shown)} more, not shown)</span>
        )}
      </span>
      {next > shown ? (
        <button
          type="button"
          className="button small"
          aria-label={`${words}: ${group.totalCount} ${kind.plural.toLowerCase()} that it ${relationWords(relation, outgoing)}`}
          onClick={() => act.take({ do: 'expand', node: id, relation, outgoing, type, first: next })}
        >
          {words}
        </button>
      ) : (
        <span className="tag">shown</span>
      )}
    </li>
  )
}

/** The node's ties on the canvas, the most telling first. */
function RankedTies({ id }: { id: string }) {
  const { shown, act, search } = useNetworkState()
  const rows = edgeRows(shown).filter(({ edge }) => edge.source === id || edge.target === id)
  if (rows.length === 0) return null
  return (
    <section aria-label="Ties on the canvas">
      <h3 title={WEIGHT_HELP}>Ties on the canvas, the most telling first</h3>
      <ul className="network-ties">
        {rows.map(({ key, edge }) => {
          const other = edge.source === id ? edge.target : edge.source
          return (
            <li key={key}>
              <button
                type="button"
                className="link-button grow"
                onClick={() => act.show({ edge: [edge.source, edge.target], selected: undefined })}
              >
                <Text>{nameOf(shown.nodes.get(other))}</Text>
              </button>
              {edge.kind === 'tie' ? (
                <>
                  <span className="soft">{edge.ties[0] && tieName(edge.ties[0])}</span>
                  <span className="number" title={WEIGHT_HELP}>
                    {formatTie(edge.weight)}
                  </span>
                </>
              ) : (
                <span className="soft">
                  {edge.kind === 'claim'
                    ? 'claim of a finding'
                    : relationWords(edge.relation, edge.source === id)}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {search.giants !== true && <Hidden id={id} />}
    </section>
  )
}

/** What the view leaves out, and how to see it: a tie through what very many share says next to nothing. */
function Hidden({ id }: { id: string }) {
  const { act } = useNetworkState()
  if (!isArtist(id)) return null
  return (
    <p className="soft">
      Ties through what more than a tenth of all artists share are hidden.{' '}
      <button type="button" className="link-button" onClick={() => act.show({ giants: true }, true)}>
        Show them
      </button>
    </p>
  )
}
