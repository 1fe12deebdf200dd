import { formatProbability, formatShort } from '@/core/format/numbers'
import { KINDS, shortCountOf } from '@/core/format/words'
import {
  CLAIM_HELP,
  claimWords,
  formatTie,
  kindOf,
  relationHelp,
  relationWords,
  tieName,
} from '@/core/network/kinds'
import type { CanvasEdge, CanvasNetwork, PlacedNode } from '@/core/network/network'
import { Text } from '@/views/shared/Text'
import type { Under } from './driver'
import { nameOf, ROLES } from './names'

/** What is under the pointer, in a few lines. */
export function Tip({ under, network }: { under: NonNullable<Under>; network: CanvasNetwork }) {
  const node = under.kind === 'node' ? network.nodes.get(under.id) : undefined
  const edge = under.kind === 'edge' ? network.edges.get(under.id) : undefined
  if (node === undefined && edge === undefined) return null
  return (
    <div className="network-tip" style={{ left: under.at.x + 14, top: under.at.y + 14 }} aria-hidden="true">
      {node && <NodeTip node={node} />}
      {edge && <EdgeTip edge={edge} network={network} />}
    </div>
  )
}

function NodeTip({ node }: { node: PlacedNode }) {
  return (
    <>
      <strong>
        <Text>{nameOf(node)}</Text>
      </strong>
      <span className="soft">
        {kindOf(node.type).name}
        {node.degree !== null && ` · ${shortCountOf(node.degree, 'tie')} in the graph`}
      </span>
      {node.marks?.slice(0, 3).map((mark) => (
        <span key={mark.id}>
          {KINDS[mark.kind].name}: {ROLES[mark.role]}, {formatProbability(mark.score)}
        </span>
      ))}
    </>
  )
}

const TIES = 5

function EdgeTip({ edge, network }: { edge: CanvasEdge; network: CanvasNetwork }) {
  const [source, target] = [network.nodes.get(edge.source), network.nodes.get(edge.target)]
  const [from, to] = [nameOf(source), nameOf(target)]
  if (edge.kind === 'claim') {
    return (
      <>
        <strong>
          {from} {claimWords(edge.says)} {to}: {formatProbability(edge.score)}
        </strong>
        <span className="soft">{CLAIM_HELP}</span>
      </>
    )
  }
  if (edge.kind === 'relation') {
    return (
      <>
        <strong>
          {from} {relationWords(edge.relation, true)} {to}
        </strong>
        <span className="soft">{relationHelp(edge.relation)}</span>
      </>
    )
  }
  const first = edge.ties[0]
  return (
    <>
      <strong>
        {from} – {to}: {formatTie(edge.weight)}
      </strong>
      {edge.ties.slice(0, TIES).map((tie) => (
        <span key={`${tie.type} ${tie.id}`}>
          {tieName(tie)} <span className="soft">shared by {formatShort(tie.sharedBy)}</span>
        </span>
      ))}
      {edge.ties.length > TIES && <span className="soft">and {edge.ties.length - TIES} more</span>}
      {first !== undefined && <span className="soft">{kindOf(first.type).help}</span>}
    </>
  )
}
