import { queryOptions } from '@tanstack/react-query'
import { Failure, readFailure } from '@/core/api/failure'

/** How one may sign in besides with a key. `failure`: why the last try at the organisation's accounts failed, told once. */
export type Ways = { oidc: boolean; failure: Failure | null }

export function readWays(body: unknown): Ways {
  const told = (body ?? {}) as { oidc?: unknown; failure?: unknown }
  // a failure is told in the shape that a refused request has
  const failure = told.failure == null ? null : readFailure(401, told.failure)
  return { oidc: told.oidc === true, failure }
}

/** Send a request to one of the service's addresses beside /graphql. Throws: Failure. */
async function request(path: string, method: 'GET' | 'POST'): Promise<unknown> {
  const response = await fetch(path, { method }).catch(() => {
    throw new Failure('unreachable', 'The service does not answer.', 'Try again in a while.')
  })
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => null)
  const failure = readFailure(response.status, body)
  if (failure !== null) throw failure
  return body
}

export const waysQuery = queryOptions({
  queryKey: ['ways'],
  queryFn: () => request('/sign-in/ways', 'GET').then(readWays),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Where the browser goes to sign in with the organisation's accounts. `back`: path of the view to show afterwards. */
export const signInAddress = (back: string): string => `/sign-in?back=${encodeURIComponent(back)}`

/** Forget the session that such a sign-in left. Throws: Failure. */
export async function endSession(): Promise<void> {
  await request('/sign-out', 'POST')
}
