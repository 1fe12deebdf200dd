import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import {
  type Addition,
  artistsOf,
  type CanvasNetwork,
  filtered,
  type Mark,
  replay,
} from '@/core/network/network'
import { betweenQuery, marksQuery, stepQuery } from '@/core/network/queries'
import type { NetworkSearch } from '@/core/network/search'
import { readSteps, type Step } from '@/core/network/steps'

/** Artists whose findings are asked for one by one, at most: those that came without. */
const MAX_MARKED = 60

/**
 * What the canvas shows. `all`: before the filters. `isSettled`: every step has brought what it brings, or failed. `failures`: of steps, with
 * their numbers.
 */
export type Shown = {
  steps: Step[]
  all: CanvasNetwork
  shown: CanvasNetwork
  isSettled: boolean
  failures: { step: number; error: Error; retry: () => void }[]
  notes: string[]
}

type Answers = Pick<Shown, 'failures' | 'notes'> & { additions: (Addition | undefined)[]; isPending: boolean }

const combine = (results: UseQueryResult<Addition>[]): Answers => ({
  additions: results.map((result) => result.data),
  isPending: results.some((result) => result.isPending),
  notes: results.flatMap((result) => result.data?.note ?? []),
  failures: results.flatMap(({ error, refetch }, step) =>
    error === null ? [] : [{ step, error, retry: () => void refetch() }],
  ),
})

const combineMarks = (results: UseQueryResult<Mark[]>[]): (Mark[] | undefined)[] =>
  results.map(({ data }) => data)

/** The network of an address: its steps asked and replayed, the ties between them, and what is filtered out. */
export function useNetwork(search: NetworkSearch): Shown {
  const { steps: texts, hidden, weight } = search
  const [isThings, isGiants] = [search.things === true, search.giants === true]
  const steps = useMemo(() => readSteps(texts), [texts])
  const answers = useQueries({
    queries: steps.map((step) => stepQuery(step, { things: isThings, giants: isGiants })),
    combine,
  })
  const alone = useMemo(() => replay(steps, answers.additions), [steps, answers.additions])
  const between = useQuery(betweenQuery(artistsOf(alone), isGiants))
  const unmarked = useMemo(() => unmarkedOf(alone), [alone])
  const marks = useQueries({ queries: unmarked.map(marksQuery), combine: combineMarks })
  const all = useMemo(
    () => withMarks(isThings ? alone : replay(steps, answers.additions, between.data), unmarked, marks),
    [alone, steps, answers.additions, between.data, isThings, unmarked, marks],
  )
  const shown = useMemo(
    () => filtered(all, { hidden: new Set(hidden), weight: weight ?? 0 }),
    [all, hidden, weight],
  )
  const isSettled = !answers.isPending && !between.isLoading
  return { steps, all, shown, isSettled, failures: answers.failures, notes: answers.notes }
}

const unmarkedOf = (network: CanvasNetwork): string[] =>
  [...network.nodes.values()]
    .filter((node) => node.type === 'artist' && node.marks === null)
    .map((node) => node.id)
    .slice(0, MAX_MARKED)

function withMarks(
  network: CanvasNetwork,
  ids: readonly string[],
  marks: readonly (Mark[] | undefined)[],
): CanvasNetwork {
  const nodes = new Map(network.nodes)
  for (const [index, id] of ids.entries()) {
    const [node, found] = [nodes.get(id), marks[index]]
    if (node !== undefined && found !== undefined) nodes.set(id, { ...node, marks: found })
  }
  return { nodes, edges: network.edges }
}
