type RunTimes = { id: string; finishedAt?: string | null; finishedOn?: string | null }
/**
 * `sameDay`: how many runs published on its day, itself counted. `night`: its day where that tells what this run has changed, as
 * findings keep days only; null where another run shares the day, or none came before and all is new.
 */
export type LastRun<Run extends RunTimes> = Run & { sameDay: number; night: string | null }

const whenOf = (run: RunTimes): string => run.finishedAt ?? run.finishedOn ?? ''

/** The run that published last; null before any. Runs of one day come in no order, and those before times were kept have no time. */
export function lastRunOf<Run extends RunTimes>(runs: readonly Run[]): LastRun<Run> | null {
  const last = runs.reduce<Run | null>(
    (found, run) => (found === null || whenOf(run) > whenOf(found) ? run : found),
    null,
  )
  if (last === null) return null
  const day = last.finishedOn ?? null
  const sameDay = runs.filter((run) => run.finishedOn === last.finishedOn).length
  return { ...last, sameDay, night: sameDay === 1 && runs.length > 1 ? day : null }
}
