import { formatCount } from '@/core/format/numbers'
import type { StageCost } from '@/core/runs/report'
import { formatSeconds } from '@/core/runs/runs'
import { StageBar } from './charts'

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
      <div className="table-scroll">
        <table className="runs-table">
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col" className="number">
                Time
              </th>
              <th scope="col" className="number">
                Usually
              </th>
              <th scope="col">
                <span className="visually-hidden">Time as a bar</span>
              </th>
              <th scope="col" className="number" title="The highest resident memory while it ran">
                Memory (usually)
              </th>
            </tr>
          </thead>
          <tbody>
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
          </tbody>
        </table>
      </div>
    </section>
  )
}

const memory = (mib: number | null): string => (mib === null ? '–' : `${formatCount(mib)} MiB`)
