import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { QueueRow as Row } from '@/core/findings/queue'
import type { Selection } from '@/core/findings/queueSelection'
import { isFocusNowhere } from '@/views/shared/focus'
import { QueueRow } from './QueueRow'

const ROW_PX = 132
/** The top bar and the list's own head stay above the rows. */
const HEAD_PX = 104

type ListProps = {
  rows: Row[]
  total: number
  selection: Selection
  night: string | null
  me: string | undefined
  mayReview: boolean
  /** Counts up where keys or the address moved the focus, which then goes to the row's link; 0 at first. */
  moved: number
  focus: (id: string) => void
  pick: (id: string, range: boolean) => void
  /** Called before a row's link leads away. */
  leave: () => void
  more: (() => void) | null
}

/** The rows on screen and a few around them. */
export function QueueList({
  rows,
  total,
  selection,
  night,
  me,
  mayReview,
  moved,
  focus,
  pick,
  leave,
  more,
}: ListProps) {
  const list = useRef<HTMLOListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    if (list.current === null) return
    const measure = () => setTop((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [])
  const at = rows.findIndex((row) => row.id === selection.focus)
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: 6,
    scrollMargin: top,
    scrollPaddingStart: HEAD_PX,
    scrollPaddingEnd: 16,
    getItemKey: (index) => rows[index]?.id ?? index,
    // the row in focus stays on the page, so that the focus does too
    rangeExtractor: (range) =>
      at === -1
        ? defaultRangeExtractor(range)
        : [...new Set([...defaultRangeExtractor(range), at])].sort((a, b) => a - b),
  })
  const items = virtual.getVirtualItems()
  const last = items.findLast((item) => item.index !== at)?.index ?? 0
  const nearEnd = more !== null && Math.max(last, at) >= rows.length - 8
  useEffect(() => {
    if (nearEnd) more?.()
  }, [nearEnd, more])
  const followed = useRef(moved)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus goes where keys moved it, not back to it with each new list
  useEffect(() => {
    const byKey = moved !== followed.current
    followed.current = moved
    if (moved === 0 || at === -1) return
    // the row of the focus has left, and the focus is nowhere now; anywhere else it stays
    if (!byKey && !isFocusNowhere()) return
    virtual.scrollToIndex(at, { align: 'auto' })
    // at once, so that Enter right after means this row
    const id = rows[at]?.id ?? ''
    list.current
      ?.querySelector<HTMLElement>(`[data-finding="${CSS.escape(id)}"]`)
      ?.focus({ preventScroll: true })
  }, [moved, selection.focus])
  return (
    <ol className="queue-list" ref={list} style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => {
        const row = rows[item.index]
        if (row === undefined) return null
        return (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            aria-posinset={item.index + 1}
            aria-setsize={total}
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            <QueueRow
              row={row}
              night={night}
              me={me}
              mayReview={mayReview}
              focused={row.id === selection.focus}
              picked={selection.picked.has(row.id)}
              focus={() => focus(row.id)}
              pick={(range) => pick(row.id, range)}
              leave={leave}
            />
          </li>
        )
      })}
    </ol>
  )
}
