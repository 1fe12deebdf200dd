import { useNavigate, useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { NOTHING, placeOf, type Selection, settle } from '@/core/findings/queueSelection'

/** Browsers take few changes of the address a second; held keys make many. */
const SETTLED_MS = 250

/** Which rows are meant; at first the keys act on the first row, and the first step enters the list there (`entered`). The row in focus is in the address, so that a link and a way back lead to it. */
export function useQueueSelection(ids: readonly string[], at: string | undefined) {
  const navigate = useNavigate({ from: '/' })
  const router = useRouter()
  const [given, set] = useState<Selection>({ ...NOTHING, focus: at ?? null })
  const before = useRef<readonly string[]>([])
  const [first] = ids
  const selection =
    given.focus === null && first !== undefined
      ? { ...given, focus: first }
      : settle(ids, given, before.current)
  const focus = given.focus === null ? undefined : (selection.focus ?? undefined)
  useEffect(() => {
    if (placeOf(ids, selection) !== -1) before.current = ids
  })
  const store = useCallback(() => {
    // the next view may still be loading when the wait ends: its address is not the queue's to change
    if (router.history.location.pathname !== '/') return
    void navigate({ search: (search) => ({ ...search, at: focus }), replace: true, resetScroll: false })
  }, [focus, navigate, router])
  useEffect(() => {
    if (focus === undefined || focus === at) return
    const timer = setTimeout(store, SETTLED_MS)
    return () => clearTimeout(timer)
  }, [focus, at, store])
  /** Before the view is left: the way back leads to the row in focus, however new it is. */
  const leave = () => {
    if (focus === undefined || focus === at) return
    store()
    // else the next change of the address would take the place of this one
    router.history.flush()
  }
  return { selection, set, leave, entered: given.focus !== null }
}
