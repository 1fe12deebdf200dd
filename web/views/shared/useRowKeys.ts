import { type RefObject, useRef } from 'react'
import { useShortcuts } from './useShortcuts'

/** Offer j and k, to move between what has `data-row` in the part, and o, to open it. Enter opens too, as these are links. */
export function useRowKeys<Part extends HTMLElement>(title: string): RefObject<Part | null> {
  const part = useRef<Part>(null)
  const move = (by: number) => {
    const rows = [...(part.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const now = rows.findIndex((row) => row.contains(document.activeElement))
    const next = rows[now === -1 ? (by > 0 ? 0 : rows.length - 1) : now + by]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  const open = () => {
    const now = document.activeElement
    if (now instanceof HTMLElement && part.current?.contains(now))
      now.closest<HTMLElement>('[data-row]')?.click()
  }
  useShortcuts(title, [
    { keys: 'j', does: 'Next row', run: () => move(1) },
    { keys: 'k', does: 'Row before', run: () => move(-1) },
    { keys: 'o', does: 'Open the row (Enter does too)', run: open },
  ])
  return part
}
