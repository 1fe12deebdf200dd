import { formatTie, kindOf, WEIGHT_HELP } from '@/core/network/kinds'
import { countTypes } from '@/core/network/network'
import { toggled } from '@/core/network/search'
import { useNetworkState } from './context'

const HEAVIEST = 5

/** What is drawn: types of nodes, what ties go through, how much they weigh. */
export function Filters() {
  const { all, search, act } = useNetworkState()
  const counts = countTypes(all)
  const hidden = new Set(search.hidden)
  return (
    <details className="network-filters">
      <summary className="button">
        Filter{hidden.size > 0 || search.weight !== undefined ? ' (on)' : ''}
      </summary>
      <div className="panel stack">
        <TypeList title="Nodes" counts={counts.nodes} hidden={hidden} />
        {counts.ties.size > 0 && <TypeList title="Ties through" counts={counts.ties} hidden={hidden} />}
        <label className="stacked" title={WEIGHT_HELP}>
          Ties of weight {formatTie(search.weight ?? 0)} or more
          <input
            type="range"
            min="0"
            max={HEAVIEST}
            step="0.1"
            value={search.weight ?? 0}
            onChange={(event) => act.show({ weight: Number(event.target.value) || undefined })}
          />
        </label>
        <label
          className="row nowrap"
          title="What more than a tenth of all artists share, such as a large distributor, says next to nothing."
        >
          <input
            type="checkbox"
            checked={search.giants !== true}
            onChange={(event) => act.show({ giants: event.target.checked ? undefined : true }, true)}
          />
          Hide giants: what very many share
        </label>
        <label
          className="row nowrap"
          title="Draw payees, accounts, credits and the like as nodes between the artists that share them."
        >
          <input
            type="checkbox"
            checked={search.things === true}
            onChange={(event) => act.show({ things: event.target.checked ? true : undefined }, true)}
          />
          Draw what is shared as nodes
        </label>
      </div>
    </details>
  )
}

type TypeListProps = { title: string; counts: ReadonlyMap<string, number>; hidden: ReadonlySet<string> }

function TypeList({ title, counts, hidden }: TypeListProps) {
  const { search, act } = useNetworkState()
  return (
    <fieldset>
      <legend>{title}</legend>
      {[...counts].map(([type, count]) => (
        <label key={type} className="row nowrap" title={kindOf(type).help}>
          <input
            type="checkbox"
            checked={!hidden.has(type)}
            onChange={() => act.show({ hidden: toggled(search.hidden, type) })}
          />
          <span className="grow">{kindOf(type).plural}</span>
          <span className="number soft">{count}</span>
        </label>
      ))}
    </fieldset>
  )
}
