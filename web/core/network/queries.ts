import { queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'
import type { ExpansionQuery } from '@/core/api/documents/graphql'
import { askStep, askTies, type CanvasView, EXPAND, MAX_COMPARED, PATHS } from './additions'
import { askMarks } from './marks'
import { pairTies } from './network'
import { localId, type Step } from './steps'

const COMPARED = graphql(`
  query NetworkCompared($ids: [ID!]!) {
    telling: sharedTies(ids: $ids, hideGiants: true) { type id }
    all: sharedTies(ids: $ids, hideGiants: false) { type id name sharedBy weight artistIds }
  }
`)

const FIND = graphql(`
  query NetworkFind($text: String!) {
    search(text: $text, first: 12) {
      edges {
        matchedOn
        node {
          __typename
          ... on Artist { nodeId name country }
          ... on Release { nodeId title artists { name } }
          ... on Recording { nodeId title artists { name } }
          ... on Label { nodeId name }
          ... on Distributor { nodeId name }
        }
      }
    }
  }
`)

const START = graphql(`
  query NetworkStart {
    findings(first: 8, order: PRIORITY) {
      edges {
        node {
          id kind score
          subject { __typename ... on Artist { name } ... on Release { title } ... on Recording { title } ... on Cluster { size } }
          target { __typename ... on Artist { name } ... on Release { title } ... on Recording { title } ... on Cluster { size } }
        }
      }
    }
  }
`)

const HELD_MS = 5 * 60_000

/** What a step brings. */
export const stepQuery = (step: Step, view: CanvasView) =>
  queryOptions({
    queryKey: ['network', 'step', step, step.do === 'expand' || step.do === 'node' ? null : view],
    queryFn: ({ signal }) => askStep(step, view, signal),
    staleTime: HELD_MS,
  })

/** The ties between artists that came by different steps. `ids`: 2 to 50 of them, in any order. */
export const betweenQuery = (ids: readonly string[], giants: boolean) =>
  queryOptions({
    queryKey: ['network', 'between', [...ids].sort(), giants],
    queryFn: ({ signal }) => askTies(ids, giants, signal).then(pairTies),
    enabled: ids.length > 1 && ids.length <= MAX_COMPARED,
    staleTime: HELD_MS,
  })

/** What hangs on a node, by relationship, with how many there are. */
export const expansionQuery = (id: string) =>
  queryOptions({
    queryKey: ['network', 'expansion', id],
    queryFn: ({ signal }) =>
      ask(EXPAND, { node: id, relations: null, first: 1 }, signal).then((data) => data.expand ?? null),
    staleTime: HELD_MS,
  })

export type Expansion = NonNullable<ExpansionQuery['expand']>

/** What some artists share, the giants marked. */
export const comparedQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['network', 'compared', ids],
    queryFn: async ({ signal }) => {
      const data = await ask(COMPARED, { ids: ids.slice(0, MAX_COMPARED) }, signal)
      const telling = new Set(data.telling.map((tie) => `${tie.type}:${tie.id}`))
      return data.all.map((tie) => ({ ...tie, isGiant: !telling.has(`${tie.type}:${tie.id}`) }))
    },
    enabled: ids.length > 1,
    staleTime: HELD_MS,
  })

/** The nearest ways from one artist to another. */
export const pathsQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['network', 'paths', from, to],
    queryFn: ({ signal }) =>
      ask(PATHS, { from: localId(from), to: localId(to) }, signal).then((data) => data.paths),
    staleTime: HELD_MS,
  })

/** What findings say of an artist. Artists that are asked for at once go in few requests. */
export const marksQuery = (id: string) =>
  queryOptions({
    queryKey: ['network', 'marks', id],
    queryFn: () => askMarks(localId(id)),
    staleTime: HELD_MS,
  })

/** What a text finds, for the box over the canvas. */
export const findQuery = (text: string) =>
  queryOptions({
    queryKey: ['network', 'find', text],
    queryFn: ({ signal }) => ask(FIND, { text }, signal).then((data) => data.search.edges),
    enabled: text.trim().length > 1,
  })

/** The findings that an empty canvas offers to start from. */
export const startQuery = queryOptions({
  queryKey: ['network', 'start'],
  queryFn: ({ signal }) =>
    ask(START, {}, signal).then((data) => data.findings.edges.map((edge) => edge.node)),
})
