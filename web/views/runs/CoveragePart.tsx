import { formatCount } from '@/core/format/numbers'
import { KINDS } from '@/core/format/words'
import type { KindCoverage, NightReport } from '@/core/runs/report'
import { CoverageNights, shareText } from './charts'
import { numeric, RunsTable } from './RunsTable'

type PartProps = { coverage: KindCoverage[]; of: NightReport['redTeamOf'] }

/** What the red team planted and the detectors found: what the night would have missed. */
export function CoveragePart({ coverage, of }: PartProps) {
  return (
    <section className="panel" aria-labelledby="coverage">
      <header>
        <h2 id="coverage">Red team</h2>
        <span className="soft">
          Attacks planted in a copy of the catalog each night, and how many of them were found
          {of?.artists != null &&
            of.of != null &&
            of.artists < of.of &&
            ` (in ${formatCount(of.artists)} of ${formatCount(of.of)} artists)`}
        </span>
      </header>
      {coverage.length === 0 ? (
        <p className="body soft">
          The red team did not run in this night: nothing says what it would have missed.
        </p>
      ) : (
        <RunsTable
          columns={[
            'Kind',
            numeric('Found'),
            {
              name: 'Share (95 % interval)',
              help: 'The share that was found, and the 95 % interval of it (Wilson 1927)',
            },
            numeric('Earlier nights', 'Found of planted in the earlier nights together'),
            {
              name: 'By night',
              help: 'Dots are shares from 0 to 1, lines their 95 % intervals; the last is this night',
            },
            'Tricks missed most',
          ]}
        >
          {coverage.map((row) => (
            <CoverageLine key={row.kind} row={row} />
          ))}
        </RunsTable>
      )}
    </section>
  )
}

/** Tricks of which some were missed, the least found first. */
const missed = (row: KindCoverage) =>
  row.tricks
    .filter((trick) => trick.found < trick.planted)
    .toSorted(
      (one, other) => one.found / one.planted - other.found / other.planted || other.planted - one.planted,
    )

function CoverageLine({ row }: { row: KindCoverage }) {
  const tricks = missed(row)
  const told = tricks.map((trick) => `${trick.trick.replaceAll('_', ' ')} ${trick.found} of ${trick.planted}`)
  return (
    <tr>
      <th scope="row" title={KINDS[row.kind].help}>
        {KINDS[row.kind].plural}
      </th>
      <td className="number nowrap">
        {row.notPlanted === null ? `${formatCount(row.found)} of ${formatCount(row.planted)}` : '–'}
      </td>
      <td className={row.notPlanted === null ? 'nowrap' : undefined}>
        {row.notPlanted ?? shareText(row)} {row.fell && <span className="tag bad">Fell</span>}
      </td>
      <td className="number nowrap">
        {row.before.planted === 0
          ? '–'
          : `${formatCount(row.before.found)} of ${formatCount(row.before.planted)}`}
      </td>
      <td>
        <CoverageNights coverage={row} />
      </td>
      <td className="run-tricks" title={told.join('\n')}>
        {told.length === 0 ? <span className="soft">none missed</span> : told.slice(0, 4).join(', ')}
        {told.length > 4 && <span className="soft"> and {told.length - 4} more</span>}
      </td>
    </tr>
  )
}
