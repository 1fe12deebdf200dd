import type { ReactNode, Ref } from 'react'

/** A column's name, or more of it. `numeric`: set to the right; `hidden`: for those alone who have the page read out. */
type Column = string | { name: string; numeric?: boolean; hidden?: boolean; help?: string }
type TableProps = {
  columns: readonly Column[]
  body?: Ref<HTMLTableSectionElement>
  isPanel?: boolean
  children: ReactNode
}

/** A column of numbers. */
export const numeric = (name: string, help?: string): Column => ({ name, numeric: true, help })

/** Rows under the names of their columns. `isPanel`: it is not within one already. */
export function RunsTable({ columns, body, isPanel = false, children }: TableProps) {
  const heads = columns.map((column) => (typeof column === 'string' ? { name: column } : column))
  return (
    <div className={isPanel ? 'panel table-scroll' : 'table-scroll'}>
      <table className="runs-table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th
                key={head.name}
                scope="col"
                className={head.numeric ? 'number' : undefined}
                title={head.help}
              >
                {head.hidden ? <span className="visually-hidden">{head.name}</span> : head.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>{children}</tbody>
      </table>
    </div>
  )
}
