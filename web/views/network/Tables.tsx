import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { formatCount, formatProbability } from '@/core/format/numbers'
import { claimWords, formatTie, kindOf, relationWords, tieName, WEIGHT_HELP } from '@/core/network/kinds'
import { type CanvasEdge, edgeRows, nodeRows } from '@/core/network/network'
import { Text } from '@/views/shared/Text'
import { useNetworkState } from './context'
import { nameOf } from './names'

const ROW = 34

type Row = {
  key: string
  isSelected: boolean
  cells: string[]
  pick: (isMore: boolean) => void
  open?: () => void
}

/** A column: its head, and its width in CSS pixels where it is not what is left. */
type Column = { head: string; width?: number; isNumber?: boolean }
type LongTableProps = { columns: Column[]; rows: Row[]; at: number; name: string }

/** A long table: only the rows in sight are on the page. `at`: the row to keep in sight, or -1. */
function LongTable({ columns, rows, at, name }: LongTableProps) {
  const place = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at)
  }, [at, virtual])
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <section ref={place} className="network-scroll" aria-label={name}>
      <table className="network-long" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {columns.map(({ head, width, isNumber }) => (
              <th
                key={head}
                scope="col"
                style={{ width }}
                className={isNumber ? 'number' : ''}
                title={head === 'Weight' ? WEIGHT_HELP : undefined}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Gap height={above} columns={columns.length} />}
          {items.map((item) => {
            const row = rows[item.index]
            return row && <TableRow key={row.key} row={row} columns={columns} number={item.index + 2} />
          })}
          {below > 0 && <Gap height={below} columns={columns.length} />}
        </tbody>
      </table>
    </section>
  )
}

/** The room of rows that are out of sight. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr className="gap">
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}

function TableRow({ row, columns, number }: { row: Row; columns: Column[]; number: number }) {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !row.isSelected || row.open === undefined) return
    event.preventDefault()
    row.open()
  }
  return (
    <tr aria-rowindex={number} aria-current={row.isSelected ? 'true' : undefined} style={{ height: ROW }}>
      {columns.map(({ head, isNumber }, index) => (
        <td
          key={head}
          className={isNumber ? 'number' : ''}
          title={index > 0 && !isNumber ? row.cells[index] : undefined}
        >
          {index === 0 ? (
            <button
              type="button"
              className="link-button"
              title={row.cells[0]}
              onClick={(event) => row.pick(event.shiftKey || event.ctrlKey || event.metaKey)}
              onKeyDown={onKey}
            >
              <Text>{row.cells[0] ?? ''}</Text>
            </button>
          ) : (
            row.cells[index]
          )}
        </td>
      ))}
    </tr>
  )
}

const NODE_COLUMNS: Column[] = [
  { head: 'Name' },
  { head: 'Type', width: 90 },
  { head: 'Tied to', width: 62, isNumber: true },
  { head: 'Finding', width: 70, isNumber: true },
]
const TIE_COLUMNS: Column[] = [
  { head: 'Between' },
  { head: 'Through', width: 130 },
  { head: 'Weight', width: 64, isNumber: true },
]

/** Every node that is shown: the canvas, to be read. */
export function NodeTable({ open }: { open: (id: string) => void }) {
  const { shown, search, act } = useNetworkState()
  const rows = nodeRows(shown)
  const selected = new Set(search.selected)
  return (
    <LongTable
      name="Nodes on the canvas"
      columns={NODE_COLUMNS}
      at={rows.findIndex(({ node }) => node.id === search.selected?.at(-1))}
      rows={rows.map(({ node, neighbours, score }) => ({
        key: node.id,
        isSelected: selected.has(node.id),
        pick: (isMore) => act.select([node.id], isMore),
        open: () => open(node.id),
        cells: [
          nameOf(node),
          kindOf(node.type).name,
          formatCount(neighbours),
          score === null ? '' : formatProbability(score),
        ],
      }))}
    />
  )
}

/** Every tie and relationship that is shown. */
export function TieTable() {
  const { shown, search, act } = useNetworkState()
  const rows = edgeRows(shown)
  const isPicked = ({ source, target }: CanvasEdge) =>
    search.edge?.[0] === source && search.edge[1] === target
  return (
    <LongTable
      name="Ties on the canvas"
      columns={TIE_COLUMNS}
      at={rows.findIndex(({ edge }) => isPicked(edge))}
      rows={rows.map(({ key, edge }) => ({
        key,
        isSelected: isPicked(edge),
        pick: () => act.show({ edge: [edge.source, edge.target], selected: undefined, tab: undefined }),
        cells: [
          `${nameOf(shown.nodes.get(edge.source))} – ${nameOf(shown.nodes.get(edge.target))}`,
          through(edge),
          edge.kind === 'tie' ? formatTie(edge.weight) : '–',
        ],
      }))}
    />
  )
}

/** What an edge goes through, in a few words. */
function through(edge: CanvasEdge): string {
  if (edge.kind === 'relation') return relationWords(edge.relation, true)
  if (edge.kind === 'claim') return `${claimWords(edge.says)} (${formatProbability(edge.score)})`
  const [first] = edge.ties
  if (first === undefined) return ''
  return edge.ties.length > 1 ? `${tieName(first)} +${edge.ties.length - 1}` : tieName(first)
}
