import { countOf } from '@/core/format/words'
import { formatTie } from '@/core/network/kinds'
import { type CanvasEdge, filtered, LEAST_WEIGHT } from '@/core/network/network'
import { FailureNotice } from '@/views/shared/states'
import { ComparePanel, EdgePanel } from './ComparePanel'
import { useNetworkState } from './context'
import { NodePanel } from './NodePanel'
import { PathPanel } from './PathPanel'
import { NodeTable, TieTable } from './Tables'
import type { Shown } from './useNetwork'

const TABS = [
  { tab: undefined, name: 'Selected' },
  { tab: 'nodes', name: 'Nodes' },
  { tab: 'ties', name: 'Ties' },
] as const

type PanelProps = { network: Shown; open: (id: string) => void; edge: CanvasEdge | undefined }

/** Beside the canvas: what is selected, and the canvas as tables. */
export function Panel({ network, open, edge }: PanelProps) {
  const { search, act } = useNetworkState()
  const counts = {
    undefined: '',
    nodes: ` ${network.shown.nodes.size}`,
    ties: ` ${network.shown.edges.size}`,
  }
  return (
    <aside className="network-panel" aria-label="What is selected, and the canvas as tables">
      <div className="network-tabs">
        {TABS.map(({ tab, name }) => (
          <button
            key={name}
            type="button"
            className="button plain"
            aria-pressed={search.tab === tab}
            onClick={() => act.show({ tab })}
          >
            {name}
            <span className="soft">{counts[`${tab}`]}</span>
          </button>
        ))}
      </div>
      {network.failures.map(({ step, error, retry }) => (
        <FailureNotice key={step} error={error} retry={retry} />
      ))}
      {network.unmarked !== null && <Unmarked {...network.unmarked} />}
      {network.notes.map((note) => (
        <p key={note} className="network-note">
          {note}
        </p>
      ))}
      <Faint />
      {search.tab === 'nodes' && <NodeTable open={open} />}
      {search.tab === 'ties' && <TieTable />}
      {search.tab === undefined && (
        <div className="network-selected">
          <Selected edge={edge} />
        </div>
      )}
    </aside>
  )
}

/** That the canvas says too little: what findings say of some artists is not known. */
function Unmarked({ count, error, retry }: NonNullable<Shown['unmarked']>) {
  return (
    <div className="network-note" role="alert">
      What findings say of {countOf(count, 'artist')} could not be read: {error.message}{' '}
      <button type="button" className="button small" onClick={retry}>
        Try again
      </button>
    </div>
  )
}

/** How many nodes the filter of weight leaves out, and how to see them. */
function Faint() {
  const { all, shown, search, act } = useNetworkState()
  const weight = search.weight ?? LEAST_WEIGHT
  const hidden = new Set(search.hidden)
  const left = filtered(all, { hidden, weight: 0 }).nodes.size - shown.nodes.size
  if (left <= 0) return null
  return (
    <p className="network-note">
      {countOf(left, 'node')} tied by less than {formatTie(weight)}, such as through one distributor, not
      shown.{' '}
      <button type="button" className="link-button" onClick={() => act.show({ weight: 0 })}>
        Show all ties
      </button>
    </p>
  )
}

function Selected({ edge }: { edge: CanvasEdge | undefined }) {
  const { search, shown } = useNetworkState()
  const selected = (search.selected ?? []).filter((id) => shown.nodes.has(id))
  const node = selected.length === 1 ? shown.nodes.get(selected[0] as string) : undefined
  if (search.path !== undefined) return <PathPanel from={search.path[0]} to={search.path[1]} />
  if (node !== undefined) return <NodePanel key={node.id} node={node} />
  if (selected.length > 1) return <ComparePanel ids={selected} />
  if (edge !== undefined) return <EdgePanel edge={edge} />
  return (
    <div className="stack soft">
      <p>
        Click a node or a tie to read about it; with Shift, several. Double-click an artist to add who is tied
        to it.
      </p>
      <p>
        Drag with <kbd>Shift</kbd> around nodes to compare them. <kbd>?</kbd> shows all keys.
      </p>
      <p>Being tied is no proof: acts of one label, manager or family share much in good faith.</p>
    </div>
  )
}
