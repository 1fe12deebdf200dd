import { Link } from '@tanstack/react-router'
import type { ClusterPage } from '@/core/clusters/clusters'
import { buildGenealogy, changeName, describeStep, type Genealogy } from '@/core/clusters/genealogy'
import { formatDay } from '@/core/format/dates'
import { formatCount } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'

/** How the cluster came to be, night by night: drawn where there is something to draw, and always as a table. */
export function GrowthPanel({ cluster }: { cluster: ClusterPage }) {
  const genealogy = buildGenealogy(cluster.history, cluster.id)
  return (
    <section className="panel">
      <header>
        <h2>Night by night</h2>
        <span className="soft">
          {genealogy.clusterIds.length > 1
            ? `with ${countOf(genealogy.clusterIds.length - 1, 'cluster')} that it came from or went to`
            : 'a night in which nothing changed is left out'}
        </span>
      </header>
      {genealogy.stages.length > 1 && <Drawing genealogy={genealogy} />}
      <div className="table-scroll">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">Night</th>
              <th scope="col">Cluster</th>
              <th scope="col">What became of it</th>
              <th scope="col">Kin</th>
            </tr>
          </thead>
          <tbody>
            {cluster.history.map((step) => (
              <tr key={`${step.runId} ${step.clusterId}`}>
                <td className="nowrap">
                  {step.runId ? (
                    <Link to="/runs/$id" params={{ id: step.runId }}>
                      {formatDay(step.date)}
                    </Link>
                  ) : (
                    formatDay(step.date)
                  )}
                </td>
                <td>{step.clusterId === cluster.id ? 'this one' : <Kin ids={[step.clusterId]} />}</td>
                <td>{describeStep(step)}</td>
                <td>
                  {step.fromIds.length > 0 && (
                    <>
                      from <Kin ids={step.fromIds} />{' '}
                    </>
                  )}
                  {step.intoIds.length > 0 && (
                    <>
                      into <Kin ids={step.intoIds} />
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Ids of other clusters, each leading to what is left of it. */
function Kin({ ids }: { ids: readonly string[] }) {
  return ids.map((id, place) => (
    <span key={id}>
      {place > 0 && ', '}
      <Link to="/clusters/$id" params={{ id }}>
        {id}
      </Link>
    </span>
  ))
}

const COLUMN = 150
const ROW = 64
const LEFT = 60
const TOP = 34
const LARGEST = 22
/** Room for the words beside the last night, in px. */
const RIGHT = 150
/** The least radius of a circle that has room for its number, in px. */
const ROOMY = 15

/** Along the row that it comes from, and over to the other only within the last night, so that it passes no other circle. */
const descentPath = (fromX: number, fromY: number, toX: number, toY: number): string => {
  const turn = Math.max(fromX, toX - COLUMN)
  return `M${fromX},${fromY} H${turn} C${turn + COLUMN / 2},${fromY} ${toX - COLUMN / 2},${toY} ${toX},${toY}`
}

/** Clusters as rows, nights as columns, sizes as circles; a dashed line is a merge or a split. */
function Drawing({ genealogy }: { genealogy: Genealogy }) {
  const { nights, clusterIds, stages, descents } = genealogy
  const most = Math.max(...stages.map(({ step }) => step.size), 1)
  const x = (column: number) => LEFT + column * COLUMN
  const y = (row: number) => TOP + row * ROW + ROW / 2
  const radius = (size: number) => (size === 0 ? 4 : Math.max(6, LARGEST * Math.sqrt(size / most)))
  const width = LEFT + RIGHT + (nights.length - 1) * COLUMN
  const height = TOP + clusterIds.length * ROW + 4
  const words = stages.map(({ step }) => `${step.clusterId}: ${describeStep(step)}`).join('. ')
  return (
    <div className="genealogy table-scroll">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
        {nights.map(({ key, date }, column) => (
          <text key={key} x={x(column)} y={18} textAnchor="middle" className="night">
            {formatDay(date)}
          </text>
        ))}
        {descents.map(({ from, to, kind }) => (
          <path
            key={`${from.step.clusterId} ${from.column} ${to.step.clusterId} ${to.column}`}
            d={descentPath(x(from.column), y(from.row), x(to.column), y(to.row))}
            className={kind}
          />
        ))}
        {stages.map(({ step, column, row }) => (
          <g key={`${step.clusterId} ${column}`}>
            <title>{`${step.clusterId}: ${describeStep(step)}`}</title>
            <circle
              cx={x(column)}
              cy={y(row)}
              r={radius(step.size)}
              className={step.size === 0 ? 'gone' : row === 0 ? 'own' : ''}
            />
            <text
              x={x(column)}
              y={y(row) + 4}
              textAnchor="middle"
              className={row === 0 ? 'size own' : 'size'}
            >
              {radius(step.size) < ROOMY ? '' : formatCount(step.size)}
            </text>
            <text x={x(column) + radius(step.size) + 5} y={y(row) - 8} className="night">
              {changeName(step.change)}
              {step.size > 0 && radius(step.size) < ROOMY && `, ${formatCount(step.size)}`}
            </text>
          </g>
        ))}
      </svg>
    </div>
  )
}
