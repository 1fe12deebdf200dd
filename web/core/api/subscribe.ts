import { createClient } from 'graphql-sse'
import { getKey } from '@/core/session/key'
import type { TypedDocumentString } from './documents/graphql'

const client = createClient({
  url: '/graphql',
  // one request a subscription, as the service has it
  singleConnection: false,
  headers: (): Record<string, string> => {
    const key = getKey()
    return key === null ? {} : { Authorization: `Bearer ${key}` }
  },
  retryAttempts: 0,
})

/**
 * Wait for what the service tells, until the returned function is called. `ended` is called where the connection broke or the
 * service closed it: whoever still wants to know subscribes again, from where it was.
 */
export function subscribe<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  { next, ended }: { next: (result: Result) => void; ended: () => void },
): () => void {
  let wanted = true
  const finish = () => {
    if (wanted) ended()
    wanted = false
  }
  const end = client.subscribe<Result>(
    { query: document.toString(), variables: variables as Record<string, unknown> },
    {
      next: ({ data }) => {
        if (wanted && data != null) next(data)
      },
      error: finish,
      complete: finish,
    },
  )
  return () => {
    wanted = false
    end()
  }
}
