import type { ReactNode } from 'react'
import type { FindingDecision } from '@/core/api/documents/graphql'
import { ORDERS, type QueueSearch } from '@/core/findings/search'
import { formatCount } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { DECISION_ORDER, DECISIONS } from '@/core/reviews/reasons'

type HeadProps = {
  news: ReactNode
  /** Rows that are loaded; null while they are read. */
  shown: number | null
  total: number
  picked: number
  all: boolean
  mayReview: boolean
  toggleAll: () => void
  letGo: () => void
  decide: (decision: FindingDecision) => void
  assign: () => void
  order: QueueSearch['order']
  setOrder: (order: QueueSearch['order']) => void
  preview: boolean
  togglePreview: () => void
}

/** Above the rows: what is selected and what can be done with it. */
export function QueueHead(props: HeadProps) {
  const { shown, total, picked, all, mayReview, preview } = props
  return (
    <div className="queue-head">
      {mayReview && (
        <input
          type="checkbox"
          checked={all}
          ref={(box) => {
            if (box) box.indeterminate = picked > 0 && !all
          }}
          onChange={props.toggleAll}
          aria-label="Select all that are loaded"
          title="Select all that are loaded (*)"
        />
      )}
      {picked === 0 ? (
        <span className="soft grow clip">
          {shown === null ? 'Reading…' : countOf(total, 'finding')}
          {shown !== null && shown < total && `, ${formatCount(shown)} loaded`}
        </span>
      ) : (
        <span className="row grow">
          <strong>{countOf(picked, 'finding')} selected</strong>
          {DECISION_ORDER.map((decision) => (
            <button key={decision} type="button" className="button" onClick={() => props.decide(decision)}>
              {DECISIONS[decision].name} <kbd>{DECISIONS[decision].key}</kbd>
            </button>
          ))}
          <button type="button" className="button" onClick={props.assign}>
            Assign to me <kbd>a</kbd>
          </button>
          <button type="button" className="button plain" onClick={props.letGo}>
            Let go
          </button>
        </span>
      )}
      {props.news}
      {picked === 0 && (
        <>
          <label className="filter">
            <span className="filter-name">Order</span>
            <select
              className="field"
              value={props.order ?? ''}
              onChange={(event) => props.setOrder(ORDERS.find((order) => order === event.target.value))}
            >
              <option value="">probability × stake</option>
              <option value="score">probability</option>
              <option value="newest">newest first</option>
            </select>
          </label>
          <button
            type="button"
            className="button plain preview-switch"
            aria-pressed={preview}
            onClick={props.togglePreview}
            title="Show or hide the preview (p)"
          >
            Preview
          </button>
        </>
      )}
    </div>
  )
}
