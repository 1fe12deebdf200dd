import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NIGHT_PROGRESS, type NightStage } from '@/core/findings/queueLive'
import { formatTime } from '@/core/format/dates'
import { useSubscription } from './useSubscription'

/** How far the running night is; nothing while none runs. */
export function NightProgress() {
  const client = useQueryClient()
  const [night, setNight] = useState<NightStage | null>(null)
  useSubscription(
    NIGHT_PROGRESS,
    () => ({}),
    ({ nightProgress: told }) => {
      const ends = night !== null && !night.finished && told.finished
      if (ends) {
        void client.invalidateQueries({ queryKey: ['queue', 'last run'] })
        void client.invalidateQueries({ queryKey: ['queue', 'night'] })
        void client.invalidateQueries({ queryKey: ['runs'] })
      }
      setNight(told)
    },
  )
  if (night === null || night.finished) return null
  return (
    <section className="night-progress panel" aria-label="The running night">
      <strong>A night is running</strong>
      <progress value={night.stagesDone} max={night.stages.length} aria-label="Stages done" />
      <ol className="night-stages">
        {night.stages.map((stage, place) => (
          <li
            key={stage}
            className={place < night.stagesDone ? 'done' : stage === night.stage ? 'now' : ''}
            aria-current={stage === night.stage ? 'step' : undefined}
          >
            {place < night.stagesDone ? '✓ ' : ''}
            {stage}
          </li>
        ))}
      </ol>
      <span className="soft nowrap" title={formatTime(`${night.beganAt}Z`)}>
        {night.nightId}
      </span>
      {night.runId && (
        <Link to="/runs/$id" params={{ id: night.runId }}>
          Its run
        </Link>
      )}
    </section>
  )
}
