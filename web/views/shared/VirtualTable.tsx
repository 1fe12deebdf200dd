import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'
import '@/styles/tables.css'

/** A column. `width`: in px, or none to share what is left. `order`: how the rows are ordered by it now; `sort`: order them by it. */
export type Column<Row> = {
  key: string
  head: ReactNode
  help?: string
  width?: number
  numeric?: boolean
  order?: 'ascending' | 'descending' | undefined
  sort?: () => void
  cell: (row: Row) => ReactNode
}

type VirtualTableProps<Row> = {
  label: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  rowClass?: (row: Row) => string
  rowHeight?: number
  /** The most that the table is high before it scrolls, in px. */
  maxHeight?: number
  minWidth?: number
}

/** A table of which only the rows in sight are on the page; every row is as high as the others. */
export function VirtualTable<Row>({
  label,
  rows,
  columns,
  rowKey,
  rowClass,
  rowHeight = 36,
  maxHeight = 480,
  minWidth = 720,
}: VirtualTableProps<Row>) {
  const scroll = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const shown = virtual.getVirtualItems()
  const before = shown[0]?.start ?? 0
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)
  return (
    <section className="virtual-table" ref={scroll} style={{ maxHeight }} aria-label={label}>
      <table aria-label={label} aria-rowcount={rows.length + 1} style={{ minWidth }}>
        <colgroup>
          {columns.map(({ key, width }) => (
            <col key={key} style={width === undefined ? {} : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                title={column.help}
                aria-sort={column.order}
                className={column.numeric ? 'number' : ''}
              >
                {column.sort === undefined ? (
                  column.head
                ) : (
                  <button type="button" className="sort" onClick={column.sort}>
                    {column.head}
                    <span aria-hidden="true">
                      {column.order === undefined ? '' : column.order === 'ascending' ? ' ↑' : ' ↓'}
                    </span>
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Spacer columns={columns.length} height={before} />}
          {shown.map(({ index }) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <tr
                key={rowKey(row)}
                aria-rowindex={index + 2}
                className={rowClass?.(row)}
                style={{ height: rowHeight }}
              >
                {columns.map(({ key, numeric, cell }) => (
                  <td key={key} className={numeric ? 'number' : ''}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 && <Spacer columns={columns.length} height={after} />}
        </tbody>
      </table>
    </section>
  )
}

/** Holds the place of the rows that are not on the page. */
function Spacer({ columns, height }: { columns: number; height: number }) {
  return (
    <tr className="spacer">
      <td colSpan={columns} style={{ height }} />
    </tr>
  )
}
