import { useEffect, useRef } from 'react'
import { areLettersOn } from '@/core/keyboard/letters'
import { isCommand, match, type Shortcut, type Typed } from '@/core/keyboard/shortcuts'

/** What the mounted parts offer, for the `?` sheet: the view's last. */
const offered: { title: string; shortcuts: Shortcut[] }[] = []

export const offeredShortcuts = (): readonly { title: string; shortcuts: Shortcut[] }[] => offered

let typed: Typed = { keys: '', at: 0 }

function onKey(event: KeyboardEvent): void {
  if (!isCommand(event, areLettersOn())) return
  const all = offered.toReversed().flatMap((group) => group.shortcuts)
  const [found, rest] = match(all, typed, event.key, event.timeStamp)
  typed = rest
  if (found !== null) {
    event.preventDefault()
    found.run()
  }
}

/**
 * Offer these keys while the part is on the page. The part that came last goes first, and the shell after all others: `last`,
 * for what is drawn inside of it comes before it.
 */
export function useShortcuts(title: string, shortcuts: Shortcut[], { last = false } = {}): void {
  const group = useRef({ title, shortcuts })
  group.current.shortcuts = shortcuts
  useEffect(() => {
    const mine = group.current
    if (offered.length === 0) document.addEventListener('keydown', onKey)
    if (last) offered.unshift(mine)
    else offered.push(mine)
    return () => {
      offered.splice(offered.indexOf(mine), 1)
      if (offered.length === 0) document.removeEventListener('keydown', onKey)
    }
  }, [last])
}
