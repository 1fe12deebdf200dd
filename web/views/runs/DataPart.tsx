import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatCount, formatProbability } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import type { Drift, Load, NightReport } from '@/core/runs/report'
import { viewerQuery } from '@/core/session/viewer'
import { numeric, RunsTable } from './RunsTable'

/** What was loaded and set aside, and how far the data have moved. */
export function DataPart({ report }: { report: NightReport }) {
  const viewer = useQuery(viewerQuery)
  const mayRead = viewer.data?.permissions.includes('read_payees') ?? false
  return (
    <section className="panel" aria-labelledby="data">
      <header>
        <h2 id="data">Data</h2>
        {mayRead && (
          <Link to="/runs" search={{ show: 'quarantine' }}>
            Rows set aside, as things stand now
          </Link>
        )}
      </header>
      <div className="run-data">
        <Loads loads={report.loads} waiting={report.waiting} />
        <Tables tables={report.drift.tables} />
      </div>
      <Shifts since={report.drift.since} />
    </section>
  )
}

function Loads({ loads, waiting }: { loads: Load[]; waiting: string[] }) {
  return (
    <div>
      <h3>Deliveries</h3>
      {loads.length === 0 ? (
        <p className="soft">Nothing had arrived.</p>
      ) : (
        <RunsTable columns={['Path', numeric('Rows accepted'), numeric('Written'), numeric('Set aside')]}>
          {loads.map((load) => (
            <tr key={load.path}>
              <th scope="row" title={load.notices.join('\n')}>
                <bdi>{load.path}</bdi> <span className="tag">{load.source}</span>
                {load.notices.length > 0 && (
                  <span className="soft"> {countOf(load.notices.length, 'notice')}</span>
                )}
              </th>
              <td className="number">{formatCount(load.accepted)}</td>
              <td className="number">{formatCount(load.written)}</td>
              <td className="number">
                {formatCount(load.quarantined)}
                {load.quarantined > 0 && (
                  <span className="soft"> ({formatProbability(load.quarantinedShare)})</span>
                )}
              </td>
            </tr>
          ))}
        </RunsTable>
      )}
      {waiting.length > 0 && (
        <>
          <h3>Left in the drop folder</h3>
          <ul className="run-notes">
            {waiting.map((text) => (
              <li key={text}>
                <bdi>{text}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function Tables({ tables }: { tables: Drift['tables'] }) {
  const filled = tables.filter((table) => table.rows > 0 || (table.before ?? 0) > 0)
  return (
    <div>
      <h3>Rows by table</h3>
      <RunsTable columns={['Table', numeric('Rows'), numeric('Since the night before')]}>
        {filled.map(({ name, rows, before }) => (
          <tr key={name}>
            <th scope="row">{name.replaceAll('_', ' ')}</th>
            <td className="number">{formatCount(rows)}</td>
            <td className="number">{before === null ? '–' : difference(rows - before)}</td>
          </tr>
        ))}
      </RunsTable>
    </div>
  )
}

const difference = (rows: number): string =>
  rows === 0 ? '0' : `${rows > 0 ? '+' : '−'}${formatCount(Math.abs(rows))}`

function Shifts({ since }: { since: Drift['since'] }) {
  return since.map((night) => (
    <details key={night.nightId} className="run-list" open={night.moved > 0}>
      <summary>
        <strong>Since the night {night.nightId}</strong>{' '}
        <span className="soft">
          {night.moved === 0
            ? 'no column has'
            : `${countOf(night.moved, 'column')} of ${night.compared} ${night.moved === 1 ? 'has' : 'have'}`}{' '}
          moved to another population
        </span>
      </summary>
      <RunsTable
        columns={[
          'Column',
          numeric(
            'Shift',
            'Population stability index: below 0.10 nothing moved, over 0.25 and beyond chance the population is another',
          ),
          numeric('Missing (before)'),
        ]}
      >
        {night.columns.map((column) => (
          <tr key={`${column.table}.${column.column}`}>
            <th scope="row">
              <code>
                {column.table}.{column.column}
              </code>{' '}
              {column.moved && <span className="tag warn">Moved</span>}
            </th>
            <td className="number">{column.psi.toFixed(2)}</td>
            <td className="number">
              {column.missing === null ? '–' : formatProbability(column.missing)}{' '}
              <span className="soft">
                ({column.missingBefore === null ? '–' : formatProbability(column.missingBefore)})
              </span>
            </td>
          </tr>
        ))}
      </RunsTable>
    </details>
  ))
}
