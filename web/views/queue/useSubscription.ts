import { useEffect, useRef } from 'react'
import type { TypedDocumentString } from '@/core/api/documents/graphql'
import { subscribe } from '@/core/api/subscribe'

const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 60_000

/**
 * Hear what the service tells while the page is seen, and again after a break. A page in the background lets go: browsers keep few
 * connections to one server. `variables` is asked at each beginning.
 */
export function useSubscription<Result, Variables>(
  what: TypedDocumentString<Result, Variables>,
  variables: () => Variables,
  next: (result: Result) => void,
): void {
  const given = useRef({ variables, next })
  given.current = { variables, next }
  useEffect(() => {
    let stop: (() => void) | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let breaks = 0
    const start = () => {
      clearTimeout(timer)
      if (document.hidden || stop !== null) return
      stop = subscribe(what, given.current.variables(), {
        next: (result) => {
          breaks = 0
          given.current.next(result)
        },
        ended: () => {
          stop = null
          timer = setTimeout(start, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** breaks))
          breaks += 1
        },
      })
    }
    const end = () => {
      clearTimeout(timer)
      stop?.()
      stop = null
    }
    const turn = () => (document.hidden ? end() : start())
    start()
    document.addEventListener('visibilitychange', turn)
    return () => {
      document.removeEventListener('visibilitychange', turn)
      end()
    }
  }, [what])
}
