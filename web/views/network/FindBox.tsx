import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useDeferredValue, useId, useState } from 'react'
import { kindOf } from '@/core/network/kinds'
import { findQuery } from '@/core/network/queries'
import type { Step } from '@/core/network/steps'
import { isArtist } from '@/core/network/steps'
import { Text } from '@/views/shared/Text'

type Hit = { id: string; type: string; name: string; by: string; detail: string }

/** Find any node by name or identifier and put it on the canvas: an artist with those tied to it, anything else alone. */
export function FindBox({
  field,
  add,
}: {
  field: RefObject<HTMLInputElement | null>
  add: (step: Step, node: string) => void
}) {
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const list = useId()
  const asked = useDeferredValue(text.trim())
  const found = useQuery(findQuery(asked))
  const isOpen = asked.length > 1
  const hits = (found.data ?? []).flatMap(({ node, matchedOn }): Hit[] => {
    if (!('nodeId' in node)) return []
    const type = node.__typename.toLowerCase()
    const name = ('name' in node ? node.name : 'title' in node ? node.title : null) ?? node.nodeId
    const by = 'artists' in node ? node.artists.map((artist) => artist.name ?? 'unknown').join(', ') : ''
    return [{ id: node.nodeId, type, name, by, detail: matchedOn }]
  })

  const choose = (hit: Hit | undefined) => {
    if (hit === undefined) return
    add(isArtist(hit.id) ? { do: 'around', node: hit.id, depth: 1 } : { do: 'node', node: hit.id }, hit.id)
    setText('')
    setActive(0)
    field.current?.blur()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive((row) => Math.min(row + 1, hits.length - 1))
    else if (event.key === 'ArrowUp') setActive((row) => Math.max(row - 1, 0))
    else if (event.key === 'Enter') choose(hits[active])
    else if (event.key === 'Escape') {
      setText('')
      field.current?.blur()
    } else return
    event.preventDefault()
  }
  return (
    <div className="network-find">
      <input
        ref={field}
        className="field"
        type="search"
        role="combobox"
        aria-label="Add a node to the canvas"
        aria-expanded={isOpen}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && hits.length > 0 ? `${list}-${active}` : undefined}
        placeholder="Add an artist, release, label…"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKey}
      />
      {isOpen && (
        <div id={list} className="network-hits" role="listbox" aria-label="Found">
          {hits.map((hit, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and the keys
            <div
              key={hit.id}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onClick={() => choose(hit)}
            >
              <span className="grow">
                <Text>{hit.name}</Text> {hit.by !== '' && <span className="soft">by {hit.by}</span>}
              </span>
              <span className="soft">
                {kindOf(hit.type).name}, found by {hit.detail}
              </span>
            </div>
          ))}
          {hits.length === 0 && (
            <div role="option" aria-selected="false" aria-disabled="true" tabIndex={-1} className="soft">
              {found.isError ? found.error.message : found.isPending ? 'Looking…' : 'Nothing is called so.'}
            </div>
          )}
        </div>
      )}
    </div>
  )
}
