import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { facetsQuery } from '@/core/findings/queue'
import { STATUS_HELP, STATUS_NAMES } from '@/core/findings/queueWords'
import {
  filtersOf,
  isNarrowed,
  kindsOf,
  type QueueSearch,
  STATUSES,
  statusesOf,
  toggleKind,
  toggleStatus,
} from '@/core/findings/search'
import { formatCount } from '@/core/format/numbers'
import { KIND_ORDER, KINDS } from '@/core/format/words'
import { DistributorPicker } from './DistributorPicker'

type Change = (search: QueueSearch) => void
const SCORES = [0.1, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99]

type ChipProps = {
  on: boolean
  count: number | undefined
  title: string
  toggle: () => void
  children: ReactNode
}

function Chip({ on, count, title, toggle, children }: ChipProps) {
  return (
    <button type="button" className="chip" aria-pressed={on} title={title} onClick={toggle}>
      {children} <span className="number soft">{count === undefined ? '' : formatCount(count)}</span>
    </button>
  )
}

function Select({
  name,
  value,
  change,
  children,
}: {
  name: string
  value: string
  change: (value: string) => void
  children: ReactNode
}) {
  return (
    <label className="filter">
      <span className="filter-name">{name}</span>
      <select className="field" value={value} onChange={(event) => change(event.target.value)}>
        {children}
      </select>
    </label>
  )
}

/** What the list shows. Counts on a group of choices are under all other conditions. */
export function QueueFilters({
  search,
  change,
  me,
  people,
}: {
  search: QueueSearch
  change: Change
  me: string | undefined
  people: string[]
}) {
  const facets = useQuery(facetsQuery(search))
  const kinds = kindsOf(search)
  const statuses = statusesOf(search)
  const set = (part: QueueSearch) => change({ ...search, at: undefined, ...part })
  const scores =
    search.minScore === undefined || SCORES.includes(search.minScore)
      ? SCORES
      : [...SCORES, search.minScore].sort()
  const count = <Row,>(rows: Row[] | undefined, found: (row: Row) => number | null): number | undefined =>
    rows?.reduce((sum, row) => sum + (found(row) ?? 0), 0)
  return (
    <search className="queue-filters" aria-label="Filters of the queue">
      <fieldset className="chips">
        <legend className="visually-hidden">Kind</legend>
        {KIND_ORDER.map((kind) => (
          <Chip
            key={kind}
            on={kinds.includes(kind)}
            count={count(facets.data?.kinds, (row) => (row.kind === kind ? row.count : null))}
            title={KINDS[kind].help}
            toggle={() => change(toggleKind(search, kind))}
          >
            {KINDS[kind].plural}
          </Chip>
        ))}
      </fieldset>
      <fieldset className="chips">
        <legend className="visually-hidden">Status</legend>
        {STATUSES.map((status) => (
          <Chip
            key={status}
            on={statuses.includes(status)}
            count={count(facets.data?.statuses, (row) => (row.status === status ? row.count : null))}
            title={STATUS_HELP[status]}
            toggle={() => change(toggleStatus(search, status))}
          >
            {STATUS_NAMES[status]}
          </Chip>
        ))}
        <Chip
          on={search.status === 'all'}
          count={count(facets.data?.statuses, (row) => row.count)}
          title="Findings of every status"
          toggle={() => set({ status: search.status === 'all' ? undefined : 'all' })}
        >
          All
        </Chip>
      </fieldset>
      <div className="filter-fields">
        <Select
          name="Score from"
          value={String(search.minScore ?? '')}
          change={(value) => set({ minScore: value === '' ? undefined : Number(value) })}
        >
          <option value="">Any</option>
          {scores.map((score) => (
            <option key={score} value={score}>
              {`${Math.round(score * 100)} %`}
            </option>
          ))}
        </Select>
        <DistributorPicker chosen={search.distributor} choose={(distributor) => set({ distributor })} />
        <Select
          name="Assigned to"
          value={search.assignee ?? ''}
          change={(value) => set({ assignee: value === '' ? undefined : value })}
        >
          <option value="">Anybody</option>
          {[...new Set([me, search.assignee, ...people])]
            .filter((name) => name !== undefined)
            .map((name) => (
              <option key={name} value={name}>
                {name === me ? `Me (${name})` : name}
              </option>
            ))}
        </Select>
        <div className="filter">
          <label htmlFor="queue-since" className="filter-name">
            Since
          </label>
          <input
            id="queue-since"
            className="field"
            type="date"
            value={search.since ?? ''}
            onChange={(event) =>
              set(
                event.target.value === ''
                  ? { since: undefined, change: undefined }
                  : { since: event.target.value },
              )
            }
          />
          <select
            className="field"
            aria-label="What happened since"
            value={search.change ?? ''}
            disabled={search.since === undefined}
            onChange={(event) => set({ change: event.target.value === 'new' ? 'new' : undefined })}
          >
            <option value="">new or changed</option>
            <option value="new">new</option>
          </select>
        </div>
        <Select
          name="Said by"
          value={search.shown ?? ''}
          change={(value) => set({ shown: value === 'gone' || value === 'all' ? value : undefined })}
        >
          <option value="">the last run</option>
          <option value="gone">earlier runs only</option>
          <option value="all">any run</option>
        </Select>
        {isNarrowed(search) && (
          <button type="button" className="button plain" onClick={() => change(withoutFilters(search))}>
            Clear filters
          </button>
        )}
      </div>
    </search>
  )
}

/** What the address says besides filters. */
function withoutFilters(search: QueueSearch): QueueSearch {
  const filters = Object.keys(filtersOf(search))
  return Object.fromEntries(
    Object.entries(search).filter(([name]) => name !== 'at' && !filters.includes(name)),
  )
}
