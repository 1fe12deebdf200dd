import { formatCount } from '@/core/format/numbers'
import type { StageCost } from '@/core/runs/report'
import { formatSeconds } from '@/core/runs/runs'
import { StageBar } from './charts'
import { numeric, RunsTable } from './RunsTable'

/** What each stage took beside what it usually takes. */
export function CostPart({ stages }: { stages: StageCost[] }) {
  const most = Math.max(0, ...stages.flatMap((stage) => [stage.seconds, stage.usualSeconds ?? 0]))
  const total = stages.reduce((sum, stage) => sum + stage.seconds, 0)
  return (
    <section className="panel" aria-labelledby="cost">
      <header>
        <h2 id="cost">Cost</h2>
        <span className="soft">
          {formatSeconds(total)} in all; the mark is the median of the earlier nights
        </span>
      </header>
      <RunsTable
        columns={[
          'Stage',
          numeric('Time'),
          numeric('Usually'),
          { name: 'Time as a bar', hidden: true },
          numeric('Memory (usually)', 'The highest resident memory while it ran'),
        ]}
      >
        {stages.map((stage) => (
          <tr key={stage.name}>
            <th scope="row">
              {stage.name} {stage.slow && <span className="tag warn">Slow</span>}
              {stage.skipped && <span className="tag">Skipped</span>}
            </th>
            <td className="number">{formatSeconds(stage.seconds)}</td>
            <td className="number">{formatSeconds(stage.usualSeconds)}</td>
            <td>
              <StageBar stage={stage} most={most} />
            </td>
            <td className="number">
              {memory(stage.peakMib)} <span className="soft">({memory(stage.usualPeakMib)})</span>
            </td>
          </tr>
        ))}
      </RunsTable>
    </section>
  )
}

const memory = (mib: number | null): string => (mib === null ? '–' : `${formatCount(mib)} MiB`)
