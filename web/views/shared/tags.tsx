import type { FindingKind } from '@/core/api/documents/graphql'
import { formatProbability } from '@/core/format/numbers'
import { KINDS } from '@/core/format/words'

/** The kind of a finding, with what it claims as its help text. */
export function KindTag({ kind }: { kind: FindingKind }) {
  return (
    <span className="tag outline" title={KINDS[kind].help}>
      {KINDS[kind].name}
    </span>
  )
}

const STATUS: Record<string, [string, string]> = {
  open: ['Open', ''],
  confirmed: ['Confirmed', 'for'],
  dismissed: ['Dismissed', 'against'],
  unsure: ['Unsure', 'warn'],
  reopened: ['Reopened', 'accent'],
}

/** What people have decided of a finding. */
export function StatusTag({ status }: { status: string }) {
  const [name, tone] = STATUS[status] ?? [status, '']
  return <span className={`tag ${tone}`}>{name}</span>
}

/** A probability as a number and a bar. */
export function Probability({ value, label = 'Probability' }: { value: number; label?: string }) {
  return (
    <span className="probability" title={`${label}: ${formatProbability(value)}`}>
      <span className="probability-bar" aria-hidden="true">
        <span style={{ width: `${value * 100}%` }} />
      </span>
      <span className="number">{formatProbability(value)}</span>
    </span>
  )
}
