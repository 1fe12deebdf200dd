import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useState } from 'react'
import { distributorQuery, distributorsQuery, type NamedDistributor } from '@/core/findings/queue'
import { Text } from '@/views/shared/Text'

type PickerProps = { chosen: string | undefined; choose: (id: string | undefined) => void }

/** Choose a distributor by typing its name. */
export function DistributorPicker({ chosen, choose }: PickerProps) {
  const list = useId()
  const [text, setText] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const named = useQuery({ ...distributorQuery(chosen ?? ''), enabled: chosen !== undefined })
  const found = useQuery({ ...distributorsQuery((text ?? '').trim()), enabled: text !== null })
  const options = text === null ? [] : (found.data ?? [])
  const open = text !== null

  const take = (one: NamedDistributor | undefined) => {
    if (one === undefined) return
    choose(one.id)
    setText(null)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(options.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Enter') take(options[at])
    else if (event.key === 'Escape') setText(null)
    else return
    event.preventDefault()
  }
  if (chosen !== undefined) {
    const name = named.data?.name ?? chosen
    return (
      <div className="filter">
        <span className="filter-name">Distributor</span>
        <button
          type="button"
          className="button"
          aria-pressed="true"
          onClick={() => choose(undefined)}
          aria-label={`Distributor ${name}: show all again`}
        >
          <span className="clip">{name}</span> ✕
        </button>
      </div>
    )
  }
  return (
    <div className="filter picker">
      <label htmlFor={`${list}-field`} className="filter-name">
        Distributor
      </label>
      <input
        id={`${list}-field`}
        className="field"
        role="combobox"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && options[at] ? `${list}-${at}` : undefined}
        placeholder="Any"
        value={text ?? ''}
        onFocus={() => setText('')}
        onBlur={() => setText(null)}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      {open && (
        <div className="picker-list" id={list} role="listbox" aria-label="Distributors">
          {options.map((one, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field that owns the list has the keys
            <div
              key={one.id}
              id={`${list}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === at}
              // before the field loses the focus, which would close the list
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(one)}
            >
              <Text>{one.name ?? one.id}</Text>
            </div>
          ))}
          {options.length === 0 && (
            <div
              className="soft picker-none"
              role="option"
              aria-selected="false"
              aria-disabled="true"
              tabIndex={-1}
            >
              {found.isError
                ? 'The names could not be read.'
                : found.isFetching
                  ? 'Looking…'
                  : 'No distributor has such a name.'}
            </div>
          )}
        </div>
      )}
    </div>
  )
}
