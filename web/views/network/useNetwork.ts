import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import {
  type Addition,
  artistsOf,
  type CanvasNetwork,
  filtered,
  LEAST_WEIGHT,
  type Mark,
  replay,
} from '@/core/network/network'
import { betweenQuery, marksQuery, stepQuery } from '@/core/network/queries'
import type { NetworkSearch } from '@/core/network/search'
import { readSteps, type Step } from '@/core/network/steps'

/** Artists that came without what findings say of them, for which that is asked at once, at most; of others once they are selected. */
const MAX_MARKED = 200

/**
 * What the canvas shows. `all`: before the filters. `isSettled`: every step has brought what it brings, or failed. `failures`: of steps, with
 * their numbers. `unmarked`: of how many artists it could not be read what findings say.
 */
export type Shown = {
  steps: Step[]
  all: CanvasNetwork
  shown: CanvasNetwork
  isSettled: boolean
  failures: { step: number; error: Error; retry: () => void }[]
  notes: string[]
  unmarked: { count: number; error: Error; retry: () => void } | null
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

type MarksAnswers = Pick<Shown, 'unmarked'> & { marks: (Mark[] | undefined)[] }

function combineMarks(results: UseQueryResult<Mark[]>[]): MarksAnswers {
  const failed = results.filter((result) => result.isLoadingError)
  const error = failed[0]?.error ?? null
  const retry = () => {
    for (const result of failed) void result.refetch()
  }
  return {
    marks: results.map(({ data }) => data),
    unmarked: error === null ? null : { count: failed.length, error, retry },
  }
}

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
  const unasked = useMemo(() => unmarkedOf(alone), [alone])
  const { marks, unmarked } = useQueries({ queries: unasked.map(marksQuery), combine: combineMarks })
  const all = useMemo(
    () => withMarks(isThings ? alone : replay(steps, answers.additions, between.data), unasked, marks),
    [alone, steps, answers.additions, between.data, isThings, unasked, marks],
  )
  const shown = useMemo(
    () => filtered(all, { hidden: new Set(hidden), weight: weight ?? LEAST_WEIGHT }),
    [all, hidden, weight],
  )
  const isSettled = !answers.isPending && !between.isLoading
  return { steps, all, shown, isSettled, failures: answers.failures, notes: answers.notes, unmarked }
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
