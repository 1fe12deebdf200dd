import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { countOf } from '@/core/format/words'
import type { Point } from '@/core/network/geometry'
import { kindOf, relationHelp, relationWords } from '@/core/network/kinds'
import { expansionQuery } from '@/core/network/queries'
import { FIRST, isArtist } from '@/core/network/steps'
import { Text } from '@/views/shared/Text'
import { useNetworkState } from './context'
import { nameOf } from './names'

export type Menu = { id: string; at: Point }

type Item = { key: string; words: string; help: string; run: () => void }

/** What can be done with a node, at the pointer: opened by a click with the right button, or with `m`. */
export function NodeMenu({ menu, close }: { menu: Menu; close: () => void }) {
  const { shown, search, act } = useNetworkState()
  const place = useRef<HTMLDivElement>(null)
  const expansion = useQuery(expansionQuery(menu.id))
  const node = shown.nodes.get(menu.id)
  const { id } = menu
  const isPinned = search.pins?.some((pin) => pin.endsWith(`,${id}`)) === true

  useEffect(() => {
    const before = document.activeElement
    place.current?.querySelector('button')?.focus()
    const outside = (event: Event) => {
      if (!(event.target instanceof Node && place.current?.contains(event.target))) close()
    }
    document.addEventListener('pointerdown', outside)
    return () => {
      document.removeEventListener('pointerdown', outside)
      if (before instanceof HTMLElement) before.focus()
    }
  }, [close])

  const items: Item[] = [
    ...(isArtist(id)
      ? [
          {
            key: 'around',
            words: 'Add who is tied to it',
            help: 'Up to 25 artists, the most telling first',
            run: () => act.take({ do: 'around', node: id, depth: 1 }),
          },
        ]
      : []),
    ...(expansion.data?.groups ?? []).map((group) => ({
      key: `${group.relation} ${group.outgoing} ${group.type}`,
      words: `${relationWords(group.relation, group.outgoing)} ${countOf(group.totalCount, kindOf(group.type).name, kindOf(group.type).plural).toLowerCase()}`,
      help: relationHelp(group.relation),
      run: () =>
        act.take({
          do: 'expand',
          node: id,
          relation: group.relation,
          outgoing: group.outgoing,
          type: group.type,
          first: Math.min(FIRST, group.totalCount),
        }),
    })),
    {
      key: 'collapse',
      words: 'Collapse',
      help: 'Take away what hangs on it and on nothing else',
      run: () => act.take({ do: 'collapse', node: id }),
    },
    ...(isPinned
      ? [{ key: 'unpin', words: 'Unpin', help: 'Let layouts place it', run: () => act.pin(id, null) }]
      : []),
    { key: 'remove', words: 'Remove', help: 'Take it off the canvas', run: () => act.remove([id]) },
  ]

  const onKey = (event: KeyboardEvent) => {
    const buttons = [...(place.current?.querySelectorAll('button') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    if (event.key === 'ArrowDown') buttons[(at + 1) % buttons.length]?.focus()
    else if (event.key === 'ArrowUp') buttons[(at - 1 + buttons.length) % buttons.length]?.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      ref={place}
      className="network-menu"
      role="menu"
      tabIndex={-1}
      aria-label={`What can be done with ${nameOf(node)}`}
      style={{ left: menu.at.x, top: menu.at.y }}
      onKeyDown={onKey}
    >
      <p className="soft" role="presentation">
        <Text>{nameOf(node)}</Text>
      </p>
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          role="menuitem"
          title={item.help}
          onClick={() => {
            close()
            item.run()
          }}
        >
          {item.words}
        </button>
      ))}
      {expansion.isPending && <p className="soft">Counting…</p>}
    </div>
  )
}
