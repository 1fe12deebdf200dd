/** How often one request is sent at most, while the service says that there were too many. */
export const TRIES = 5
const DEFAULT_WAIT_S = 1
const LONGEST_WAIT_S = 15

/**
 * Send a request again as long as the service answers that it had too many (429): nothing was done then, so that it is safe for changes
 * too. The waits are those that the service asks for, 15 s at most, and up to half more, so that many that wait do not all come
 * back at once. After `TRIES` the answer is the refusal. Throws: what `send` throws; an AbortError where `signal` ends a wait.
 */
export async function sendPatiently(send: () => Promise<Response>, signal?: AbortSignal): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await send()
    if (response.status !== 429 || tries === TRIES) return response
    await wait(waitMs(response.headers.get('Retry-After')) * (1 + Math.random() / 2), signal)
  }
}

/** What a `Retry-After` header in seconds says, in ms, within bounds. */
export function waitMs(header: string | null): number {
  const seconds = Number(header ?? Number.NaN)
  return (seconds > 0 ? Math.min(seconds, LONGEST_WAIT_S) : DEFAULT_WAIT_S) * 1000
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const end = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end)
      resolve()
    }, ms)
    signal?.addEventListener('abort', end, { once: true })
  })
}
