import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { QuarantineQuery, RunsQuery } from '@/core/api/documents/graphql'
import { parseReport } from './report'

const RUNS = graphql(`
  query Runs($after: String) {
    runs(first: 50, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges {
        node {
          id kind startedAt finishedAt finishedOn snapshot model notes
          counts { findings identities clusters }
        }
      }
    }
  }
`)

const RUN = graphql(`
  query Run($id: ID!) {
    run(id: $id) {
      id kind startedAt finishedAt finishedOn snapshot model notes report
      counts { findings identities clusters }
    }
  }
`)

const QUARANTINE = graphql(`
  query Quarantine($source: String, $after: String) {
    quarantine(source: $source, first: 50, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      edges { node { id source file line column value reason remedy deliveryId firstSeen lastSeen } }
    }
  }
`)

export type RunRow = RunsQuery['runs']['edges'][number]['node']
export type QuarantinedRow = QuarantineQuery['quarantine']['edges'][number]['node']

/** When a run was, to the second where that is known. */
const whenOf = (run: Pick<RunRow, 'finishedAt' | 'finishedOn'>): string =>
  run.finishedAt ?? run.finishedOn ?? ''

/** Newest first. Runs of one day come in no order, and those before times were kept have a day only. */
export const newestFirst = <Run extends Pick<RunRow, 'finishedAt' | 'finishedOn'>>(
  runs: readonly Run[],
): Run[] =>
  runs.toSorted((one, other) => (whenOf(one) < whenOf(other) ? 1 : whenOf(one) > whenOf(other) ? -1 : 0))

/** How long a run took, in seconds; null where that is not known. */
export function secondsOf(run: Pick<RunRow, 'startedAt' | 'finishedAt'>): number | null {
  if (run.startedAt == null || run.finishedAt == null) return null
  const seconds = (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

/** `13 s`, `4 min 5 s`, `2 h 10 min`; a dash for what is not known. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return '–'
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** All runs, 50 at a time. */
export const runsQuery = infiniteQueryOptions({
  queryKey: ['runs'],
  queryFn: ({ signal, pageParam }) => ask(RUNS, { after: pageParam }, signal).then((data) => data.runs),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => (page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
})

/** One run with its night's report; null if there is no such run. */
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: async ({ signal }) => {
      const { run } = await ask(RUN, { id }, signal)
      return run && { ...run, report: parseReport(run.report) }
    },
  })

/** Rows that loads set aside, 50 at a time. Takes the permission `read_payees`. */
export const quarantineQuery = (source: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['quarantine', source ?? null],
    queryFn: ({ signal, pageParam }) =>
      ask(QUARANTINE, { source: source ?? null, after: pageParam }, signal).then((data) => data.quarantine),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null),
  })
