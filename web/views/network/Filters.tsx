import { formatTie, kindOf, WEIGHT_HELP } from '@/core/network/kinds'
import { countTypes, LEAST_WEIGHT } from '@/core/network/network'
import { toggled } from '@/core/network/search'
import { useNetworkState } from './context'
import { Popover } from './Popover'

const HEAVIEST = 5

const filterTitle = (weight: number, hidden: number): string => {
  const ties = weight > 0 ? `ties ≥ ${formatTie(weight)}` : 'all ties'
  return hidden > 0 ? `Filter: ${ties}, ${hidden} hidden` : `Filter: ${ties}`
}

/** A weight as the address says it: what is the default is left out. */
const saidWeight = (weight: number): number | undefined => (weight === LEAST_WEIGHT ? undefined : weight)

/** What is drawn: types of nodes, what ties go through, how much they weigh. */
export function Filters() {
  const { all, search, act } = useNetworkState()
  const counts = countTypes(all)
  const hidden = new Set(search.hidden)
  const weight = search.weight ?? LEAST_WEIGHT
  return (
    <Popover title={filterTitle(weight, hidden.size)}>
      <TypeList title="Nodes" counts={counts.nodes} hidden={hidden} />
      {counts.ties.size > 0 && <TypeList title="Ties through" counts={counts.ties} hidden={hidden} />}
      <label className="stacked" title={WEIGHT_HELP}>
        Ties of weight {formatTie(weight)} or more
        <input
          type="range"
          min="0"
          max={HEAVIEST}
          step="0.1"
          value={weight}
          onChange={(event) => act.show({ weight: saidWeight(Number(event.target.value)) })}
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
    </Popover>
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
