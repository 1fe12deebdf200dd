import { explainEvidence } from '@/core/finding/evidence'
import type { Finding } from '@/core/finding/queries'
import { sidesOf } from '@/core/finding/waterfall'
import { formatWeight } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { Sentence } from '@/views/shared/Text'

/** Both sides of a finding in the same space: what speaks against the claim is as easy to find as what speaks for it. */
export function Balance({ finding }: { finding: Finding }) {
  const sides = sidesOf(finding.evidence)
  return (
    <div className="balance">
      <Side
        tone="against"
        title="Speaks against"
        finding={finding}
        facts={sides.against}
        sum={sides.againstSum}
      />
      <Side tone="for" title="Speaks for" finding={finding} facts={sides.for} sum={sides.forSum} />
    </div>
  )
}

const SHOWN = 3

type SideProps = {
  tone: 'for' | 'against'
  title: string
  finding: Finding
  facts: Finding['evidence']
  sum: number
}

function Side({ tone, title, finding, facts, sum }: SideProps) {
  return (
    <section className={`side ${tone}`} aria-label={title}>
      <header>
        <h3>{title}</h3>
        <span className="soft">{countOf(facts.length, 'fact')}</span>
        <span className="number">{formatWeight(sum)}</span>
      </header>
      {facts.length === 0 ? (
        <p className="soft">
          {tone === 'against'
            ? 'Nothing that is known speaks against the claim. That is no confirmation: look at how much is known.'
            : 'Nothing that is known speaks for the claim.'}
        </p>
      ) : (
        <ul>
          {facts.slice(0, SHOWN).map((fact) => (
            <li key={fact.type} title={explainEvidence(finding.kind, fact.type).help.join(' ')}>
              <Sentence>{fact.text}</Sentence>
              <span className="number">{formatWeight(fact.weight)}</span>
            </li>
          ))}
        </ul>
      )}
      {facts.length > SHOWN && (
        <p className="soft">and {countOf(facts.length - SHOWN, 'lighter one', 'lighter ones')} below</p>
      )}
    </section>
  )
}
