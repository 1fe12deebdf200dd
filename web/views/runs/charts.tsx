import { scaleLinear, scalePoint, scaleSqrt } from 'd3-scale'
import { formatProbability } from '@/core/format/numbers'
import { wilsonInterval } from '@/core/runs/interval'
import type { KindCoverage, StageCost } from '@/core/runs/report'
import { formatSeconds } from '@/core/runs/runs'

/** Numbers of one thing over runs, oldest first, as bars; the last is the newest. */
export function CountBars({ counts, name }: { counts: { when: string; count: number }[]; name: string }) {
  const [width, height] = [520, 56]
  const most = Math.max(1, ...counts.map((one) => one.count))
  const y = scaleLinear([0, most], [0, height - 2])
  const step = Math.min(40, width / Math.max(counts.length, 1))
  const last = counts.at(-1)
  const label = `${name} by run, from ${counts[0]?.when ?? '–'} to ${last?.when ?? '–'}: ${counts.map((one) => one.count).join(', ')}`
  return (
    <svg className="chart" width={step * counts.length} height={height} role="img" aria-label={label}>
      <line x1={0} x2={step * counts.length} y1={height - 0.5} y2={height - 0.5} className="axis" />
      {counts.map((one, place) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: runs of one day are told apart by place
          key={place}
          className={one === last ? 'bar now' : 'bar'}
          x={place * step + 1}
          y={height - 1 - y(one.count)}
          width={Math.max(2, step - 3)}
          height={Math.max(1, y(one.count))}
        >
          <title>{`${one.when}: ${one.count}`}</title>
        </rect>
      ))}
    </svg>
  )
}

/** How many findings score in each tenth: tonight as bars, the night before as a step over them. Heights are square roots. */
export function ScoreBars({ tonight, before }: { tonight: number[]; before: number[] }) {
  const [width, height] = [120, 30]
  const y = scaleSqrt([0, Math.max(1, ...tonight, ...before)], [0, height - 2])
  const step = width / tonight.length
  const label = `Findings by tenth of their score, tonight: ${tonight.join(', ')}${before.length > 0 ? `; the night before: ${before.join(', ')}` : ''}`
  return (
    <svg className="chart" width={width} height={height} role="img" aria-label={label}>
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} className="axis" />
      <line x1={width / 2} x2={width / 2} y1={0} y2={height} className="guide" />
      {tonight.map((count, tenth) => {
        const was = before[tenth]
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: ten tenths
          <g key={tenth}>
            <rect
              className="bar now"
              x={tenth * step + 1}
              y={height - 1 - y(count)}
              width={step - 2}
              height={y(count)}
            />
            {was !== undefined && (
              <line
                className="was"
                x1={tenth * step}
                x2={(tenth + 1) * step}
                y1={height - 1 - y(was)}
                y2={height - 1 - y(was)}
              />
            )}
          </g>
        )
      })}
    </svg>
  )
}

const share = (one: { found: number; planted: number }): number =>
  one.planted === 0 ? 0 : one.found / one.planted

/** The share of planted attacks that was found, night by night, with 95 % intervals. */
export function CoverageNights({ coverage }: { coverage: KindCoverage }) {
  const [width, height, pad] = [190, 46, 6]
  const nights = coverage.nights
  const x = scalePoint(
    nights.map((night) => night.nightId),
    [pad, width - pad],
  ).padding(nights.length > 1 ? 0.2 : 0.5)
  const y = scaleLinear([0, 1], [height - pad, pad])
  const told = nights.map((night) => `${night.nightId}: ${night.found} of ${night.planted}`).join('; ')
  return (
    <svg
      className="chart"
      width={width}
      height={height}
      role="img"
      aria-label={`Share found by night. ${told}`}
    >
      {[0, 0.5, 1].map((mark) => (
        <line
          key={mark}
          x1={0}
          x2={width}
          y1={y(mark)}
          y2={y(mark)}
          className={mark === 0.5 ? 'guide' : 'axis'}
        />
      ))}
      {nights.map((night, place) => {
        const at = x(night.nightId) ?? 0
        const interval = wilsonInterval(night.found, night.planted)
        const tone = place === nights.length - 1 ? 'now' : 'then'
        return (
          <g key={night.nightId} className={tone}>
            <title>{`${night.nightId}: ${night.found} of ${night.planted} found`}</title>
            {interval && (
              <line className="interval" x1={at} x2={at} y1={y(interval[0])} y2={y(interval[1])} />
            )}
            <circle cx={at} cy={y(share(night))} r={3.5} />
          </g>
        )
      })}
    </svg>
  )
}

/** What a stage took, with a mark at what it usually takes. */
export function StageBar({ stage, most }: { stage: StageCost; most: number }) {
  const [width, height] = [260, 18]
  const x = scaleLinear([0, Math.max(most, 0.001)], [0, width - 2])
  const usual = stage.usualSeconds
  const label = `${formatSeconds(stage.seconds)}${usual === null ? '' : `, usually ${formatSeconds(usual)}`}`
  return (
    <svg className="chart" width={width} height={height} role="img" aria-label={label}>
      <rect
        className={stage.slow ? 'bar slow' : 'bar now'}
        x={0}
        y={4}
        width={Math.max(1, x(stage.seconds))}
        height={10}
      />
      {usual !== null && <line className="usual" x1={x(usual)} x2={x(usual)} y1={0} y2={height} />}
    </svg>
  )
}

/** `71 % (47 % to 87 %)`. */
export function shareText(coverage: KindCoverage): string {
  if (coverage.planted === 0) return '–'
  const [low, high] = coverage.interval ?? wilsonInterval(coverage.found, coverage.planted) ?? [0, 1]
  return `${formatProbability(share(coverage))} (${formatProbability(low)} to ${formatProbability(high)})`
}
