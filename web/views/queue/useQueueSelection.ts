import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { NOTHING, placeOf, type Selection, settle } from '@/core/findings/queueSelection'

/** Browsers take few changes of the address a second; held keys make many. */
const SETTLED_MS = 250

/** Which rows are meant; at first the keys act on the first row. The row in focus is in the address, so that a link and a way back lead to it. */
export function useQueueSelection(ids: readonly string[], at: string | undefined) {
  const navigate = useNavigate({ from: '/' })
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
  useEffect(() => {
    if (focus === undefined || focus === at) return
    const timer = setTimeout(
      () =>
        void navigate({ search: (search) => ({ ...search, at: focus }), replace: true, resetScroll: false }),
      SETTLED_MS,
    )
    return () => clearTimeout(timer)
  }, [focus, at, navigate])
  return { selection, set }
}
