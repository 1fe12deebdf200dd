import { useRef, useState } from 'react'
import { FINDING_CHANGES, hear, NO_NEWS, newsText } from '@/core/findings/queueLive'
import { isNewsWider, kindsOf, type QueueSearch, statusesOf } from '@/core/findings/search'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { useSubscription } from './useSubscription'

const PATIENCE_MS = 800

type NewsBarProps = {
  search: QueueSearch
  versions: ReadonlyMap<string, number>
  refresh: () => void
  short: boolean
}

/** Offers to read the list again once something in it has changed: rows never move by themselves. */
export function NewsBar({ search, versions, refresh, short }: NewsBarProps) {
  const [news, setNews] = useState(NO_NEWS)
  const seen = useRef<string | null>(null)
  const kinds = kindsOf(search)
  useSubscription(
    FINDING_CHANGES,
    () => ({
      kinds: kinds.length === 0 ? null : kinds,
      minScore: search.minScore ?? 0,
      since: seen.current,
    }),
    ({ findingChanges }) => {
      seen.current = findingChanges.cursor
      // what the reader did themselves is told here before the list was read again
      setTimeout(() => setNews((before) => hear(before, findingChanges)), PATIENCE_MS)
    },
  )
  const read = () => {
    setNews((before) => ({ ...NO_NEWS, seen: before.seen }))
    refresh()
  }
  useShortcuts('The list', [{ keys: 'r', does: 'Read the list again', run: read }])
  const text = newsText(news, { versions, statuses: statusesOf(search), isWider: isNewsWider(search) })
  return (
    <span role="status" className="news">
      {text !== null && (
        <>
          {!short && (
            <span className="clip" title={`Since this list was read: ${text}`}>
              {text}
            </span>
          )}
          <button type="button" className="button" onClick={read}>
            {short ? text.split(':')[0] : 'Read again'} <kbd>r</kbd>
          </button>
        </>
      )}
    </span>
  )
}
