import type { Fact } from '@/core/findings/queueClaim'
import { formatWeight } from '@/core/format/numbers'
import { Sentence } from '@/views/shared/Text'

const SIDES = {
  for: { name: 'For', none: 'Nothing speaks for it' },
  against: { name: 'Against', none: 'Nothing that is known speaks against it' },
}

/** The heaviest fact of one side: its sign, its weight, and the sentence. */
export function FactLine({ side, fact }: { side: 'for' | 'against'; fact: Fact | null }) {
  const { name, none } = SIDES[side]
  return (
    <span
      className={`fact ${side}`}
      title={fact === null ? none : `${name}, weight ${formatWeight(fact.weight)} (log-odds): ${fact.text}`}
    >
      <span className="fact-side">{name}</span>
      <span className="number fact-weight">{fact === null ? '' : formatWeight(fact.weight)}</span>
      <span className="fact-text">
        <Sentence>{fact === null ? none : fact.text}</Sentence>
      </span>
    </span>
  )
}
