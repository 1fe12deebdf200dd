import { getKey } from '@/core/session/key'
import type { TypedDocumentString } from './documents/graphql'
import { Failure, readFailure } from './failure'
import { sendPatiently } from './patience'

/** Ask the service, again and again for a while where it had too many requests. Throws: Failure, whatever the reason; an AbortError where `signal` ended it. */
export async function ask<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const key = getKey()
  let response: Response
  try {
    const send = () =>
      fetch('/graphql', {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Accept: 'application/json',
          ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({ query: document.toString(), variables }),
        ...(signal === undefined ? {} : { signal }),
      })
    response = await sendPatiently(send, signal)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Failure(
      'unreachable',
      'The service does not answer.',
      'Is `namesake serve` running? Then try again.',
    )
  }
  const body: unknown = await response.json().catch(() => null)
  const failure = readFailure(response.status, body)
  if (failure !== null) throw failure
  return (body as { data: Result }).data
}
