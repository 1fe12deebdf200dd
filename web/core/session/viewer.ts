import { queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'

const VIEWER = graphql(`
  query Viewer {
    viewer { name role permissions }
  }
`)

/** Ask once who is signed in, beside what is kept: a refusal changes nothing that is shown. */
export const askViewer = (signal?: AbortSignal) => ask(VIEWER, {}, signal).then((data) => data.viewer)

export type Viewer = Awaited<ReturnType<typeof askViewer>>

/** Who is signed in, and what they may do. Fails with code `unauthenticated` where nobody is. */
export const viewerQuery = queryOptions({
  queryKey: ['viewer'],
  queryFn: ({ signal }) => askViewer(signal),
  staleTime: 60_000,
})
