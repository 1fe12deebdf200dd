import { queryOptions } from '@tanstack/react-query'
import { ask } from '@/core/api/ask'
import { graphql } from '@/core/api/documents'

const VIEWER = graphql(`
  query Viewer {
    viewer { name role permissions }
  }
`)

/** Who is signed in, and what they may do. Fails with code `unauthenticated` where nobody is. */
export const viewerQuery = queryOptions({
  queryKey: ['viewer'],
  queryFn: ({ signal }) => ask(VIEWER, {}, signal).then((data) => data.viewer),
  staleTime: 60_000,
})
