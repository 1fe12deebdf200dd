import { Link } from '@tanstack/react-router'
import { formatCount, formatProbability } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import type { ClusterChange, NightReport } from '@/core/runs/report'
import { CLUSTER_CHANGES } from '@/core/runs/words'
import { Sentence } from '@/views/shared/Text'
import { numeric, RunsTable } from './RunsTable'

/** What became of content farms and campaigns. */
export function ClustersPart({ clusters }: { clusters: NightReport['clusters'] }) {
  const counts = clusters.counts.map(([change, count]) => `${formatCount(count)} ${change}`).join(', ')
  return (
    <section className="panel" aria-labelledby="clusters">
      <header>
        <h2 id="clusters">Clusters</h2>
        <span className="soft">
          {countOf(clusters.total, 'cluster')}
          {counts === '' ? '' : `: ${counts}`}
        </span>
      </header>
      {clusters.rows.length === 0 ? (
        <p className="body soft">None has changed.</p>
      ) : (
        <RunsTable
          columns={[
            'Cluster',
            'What became of it',
            numeric('Members (before)'),
            numeric('Joined'),
            numeric('Left'),
            numeric('Probability'),
            'Some members',
          ]}
        >
          {clusters.rows.map((row) => (
            <ClusterLine key={row.id} row={row} />
          ))}
        </RunsTable>
      )}
    </section>
  )
}

function ClusterLine({ row }: { row: ClusterChange }) {
  return (
    <tr>
      <th scope="row">
        <Link to="/clusters/$id" params={{ id: row.id }}>
          {row.id}
        </Link>
      </th>
      <td>{CLUSTER_CHANGES[row.change] ?? row.change}</td>
      <td className="number">
        {formatCount(row.size)} <span className="soft">({formatCount(row.previousSize)})</span>
      </td>
      <td className="number">{formatCount(row.joined)}</td>
      <td className="number">{formatCount(row.left)}</td>
      <td className="number">{row.score === null ? '–' : formatProbability(row.score)}</td>
      <td>
        <Sentence>{row.memberNames.map((name) => `“${name}”`).join(', ')}</Sentence>
      </td>
    </tr>
  )
}
