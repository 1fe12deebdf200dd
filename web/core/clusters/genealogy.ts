import { formatCount } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'

/** What became of a cluster in one night, as the API tells it. */
export type Step = {
  date: string
  runId?: string | null
  clusterId: string
  change: string
  size: number
  previousSize?: number | null
  fromIds: readonly string[]
  intoIds: readonly string[]
  joined: readonly string[]
  left: readonly string[]
}

/** A cluster in a night that changed it. `column`: of the nights, `row`: of the clusters. */
export type Stage = { step: Step; column: number; row: number }
export type Descent = { from: Stage; to: Stage; kind: 'same' | 'kin' }
export type Genealogy = {
  nights: { key: string; date: string }[]
  clusterIds: string[]
  stages: Stage[]
  descents: Descent[]
}

const nightOf = (step: Step): string => step.runId ?? step.date

/** Lay out what became of a cluster and its kin: nights from left to right, its own row on top.

`steps`: newest first, as the API gives them. */
export function buildGenealogy(steps: readonly Step[], clusterId: string): Genealogy {
  const oldest = steps.toReversed()
  const nights = [...new Map(oldest.map((step) => [nightOf(step), step.date]))].map(([key, date]) => ({
    key,
    date,
  }))
  const columns = new Map(nights.map(({ key }, column) => [key, column]))
  const clusterIds = [
    clusterId,
    ...new Set(oldest.map((step) => step.clusterId).filter((id) => id !== clusterId)),
  ]
  const stages = oldest.map((step) => ({
    step,
    column: columns.get(nightOf(step)) ?? 0,
    row: clusterIds.indexOf(step.clusterId),
  }))
  const lastOf = (id: string, before: number): Stage | undefined =>
    stages.findLast((stage) => stage.step.clusterId === id && stage.column < before)
  const descents: Descent[] = []
  for (const to of stages) {
    const own = lastOf(to.step.clusterId, to.column)
    if (own !== undefined) descents.push({ from: own, to, kind: 'same' })
    for (const id of to.step.fromIds) {
      const from = id === to.step.clusterId ? undefined : lastOf(id, to.column)
      if (from !== undefined) descents.push({ from, to, kind: 'kin' })
    }
  }
  return { nights, clusterIds, stages, descents }
}

const WORDS: Record<string, string> = {
  BORN: 'First seen',
  RETURNED: 'Came back',
  SPLIT: 'Split off',
  GROWN: 'Grew',
  SHRUNK: 'Shrank',
  CHANGED: 'Changed members',
  STEADY: 'Kept its members',
  MERGED: 'Merged into another',
  DIED: 'Not found again',
}

export const changeName = (change: string): string => WORDS[change] ?? change

/** What became of it, as a sentence without a full stop: `Grew from 10 to 14 members: 4 joined`. */
export function describeStep(step: Step): string {
  const name = changeName(step.change)
  const gone = step.change === 'DIED' || step.change === 'MERGED'
  const sizes = gone
    ? step.previousSize == null
      ? ''
      : `, it had ${countOf(step.previousSize, 'member')}`
    : step.previousSize == null || step.previousSize === step.size
      ? ` with ${countOf(step.size, 'member')}`
      : ` from ${formatCount(step.previousSize)} to ${countOf(step.size, 'member')}`
  const moves: string[] = []
  if (!gone && step.change !== 'BORN') {
    if (step.joined.length > 0) moves.push(`${formatCount(step.joined.length)} joined`)
    if (step.left.length > 0) moves.push(`${formatCount(step.left.length)} left`)
  }
  return `${name}${sizes}${moves.length === 0 ? '' : `: ${moves.join(', ')}`}`
}

/** How much a cluster grew since the run before: `+4`, `−1`, `new`, or null where it did not. */
export function growthOf(size: number, previousSize: number | null | undefined): string | null {
  if (previousSize == null) return 'new'
  const grown = size - previousSize
  return grown === 0 ? null : `${grown > 0 ? '+' : '−'}${formatCount(Math.abs(grown))}`
}
