import { Link } from '@tanstack/react-router'
import type { FindingDecision } from '@/core/api/documents/graphql'
import type { QueueRow } from '@/core/findings/queue'
import { tellStake } from '@/core/findings/queueClaim'
import { formatDay } from '@/core/format/dates'
import { formatProbability, formatWeight } from '@/core/format/numbers'
import { DECISION_ORDER, DECISIONS } from '@/core/reviews/reasons'
import { Sentence } from '@/views/shared/Text'
import { KindTag, StatusTag } from '@/views/shared/tags'
import { Claim } from './Claim'

const TONES: Record<FindingDecision, string> = { CONFIRMED: 'confirm', DISMISSED: 'dismiss', UNSURE: '' }

type PreviewProps = { row: QueueRow; decide: ((decision: FindingDecision) => void) | null; close: () => void }

/** The finding in focus with every fact of both sides, enough to decide the clear ones without leaving the list. */
export function QueuePreview({ row, decide, close }: PreviewProps) {
  const largest = Math.max(...row.evidence.map((fact) => Math.abs(fact.weight)), 0.1)
  const forIt = row.evidence.filter((fact) => fact.weight > 0)
  const against = row.evidence.filter((fact) => fact.weight < 0).toReversed()
  const total = (facts: typeof forIt) => facts.reduce((sum, fact) => sum + fact.weight, 0)
  return (
    <aside className="queue-preview panel" aria-label="The finding in focus">
      <header>
        <KindTag kind={row.kind} />
        <StatusTag status={row.status} />
        <button
          type="button"
          className="button plain"
          onClick={close}
          aria-label="Hide the preview"
          title="Hide (p)"
        >
          ✕
        </button>
      </header>
      <div className="body stack">
        <p className="preview-claim">
          <Claim finding={row} linked />
        </p>
        <dl className="preview-numbers">
          <div title="If this catalog is like the simulated ones that the scores were fitted on, about this share of findings with this score is true">
            <dt>Probability</dt>
            <dd>{formatProbability(row.score)}</dd>
          </div>
          <div title="How much of what the model weighs was known at all">
            <dt>Known</dt>
            <dd>{formatProbability(row.sufficiency)}</dd>
          </div>
          <div title={row.harmReason}>
            <dt>Stake</dt>
            <dd>{row.harm == null ? 'not looked at' : tellStake(row.harm)}</dd>
          </div>
          <div title={`Last said on ${formatDay(row.lastSeen)}`}>
            <dt>First said</dt>
            <dd>{formatDay(row.firstSeen)}</dd>
          </div>
        </dl>
        <p className="soft">{row.harmReason}</p>
        {row.newEvidence.length > 0 && (
          <section>
            <h2>Not known when it was dismissed</h2>
            <ul className="preview-new">
              {row.newEvidence.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </section>
        )}
        {decide !== null && (
          <div className="row">
            {DECISION_ORDER.map((decision) => (
              <button
                key={decision}
                type="button"
                className={`button ${TONES[decision]}`}
                title={DECISIONS[decision].help}
                onClick={() => decide(decision)}
              >
                {DECISIONS[decision].name} <kbd>{DECISIONS[decision].key}</kbd>
              </button>
            ))}
          </div>
        )}
        <Side name="Against" side="against" facts={against} total={total(against)} largest={largest} />
        <Side name="For" side="for" facts={forIt} total={total(forIt)} largest={largest} />
        <p
          className="soft"
          title="Most things that could be claimed are not true: that is where the odds begin"
        >
          Before any evidence the log-odds are {formatWeight(row.prior)}.
        </p>
        <Link to="/findings/$id" params={{ id: row.id }} className="button">
          Open the finding
        </Link>
      </div>
    </aside>
  )
}

type SideProps = {
  name: string
  side: 'for' | 'against'
  facts: QueueRow['evidence']
  total: number
  largest: number
}

function Side({ name, side, facts, total, largest }: SideProps) {
  return (
    <section>
      <h2 className={`preview-side ${side}`}>
        {name} <span className="number">{facts.length === 0 ? '' : formatWeight(total)}</span>
      </h2>
      {facts.length === 0 && <p className="soft">Nothing that is known.</p>}
      <ul className="preview-facts">
        {facts.map((fact) => (
          <li key={fact.type + fact.text} className={side}>
            <span className="number">{formatWeight(fact.weight)}</span>
            <span>
              <Sentence>{fact.text}</Sentence>
              <span className={`preview-bar ${side}`} aria-hidden="true">
                <span style={{ width: `${(Math.abs(fact.weight) / largest) * 100}%` }} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
