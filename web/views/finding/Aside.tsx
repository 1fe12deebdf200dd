import { evidenceInSentence, tellSufficiency } from '@/core/finding/evidence'
import { historyOf } from '@/core/finding/history'
import type { Finding } from '@/core/finding/queries'
import { formatDay, formatTime } from '@/core/format/dates'
import { formatProbability } from '@/core/format/numbers'
import { AnswersTable } from '@/views/shared/AnswersTable'

/** How much was known at all, and what that means. */
export function Sufficiency({ sufficiency }: { sufficiency: number }) {
  const { level, meaning } = tellSufficiency(sufficiency)
  return (
    <section className="panel" aria-label="How much is known">
      <header>
        <h2>{level}</h2>
        <span className="number">{formatProbability(sufficiency)}</span>
      </header>
      <div className="body stack">
        <meter
          className="known"
          min={0}
          max={1}
          value={sufficiency}
          aria-label="Of what the model weighs, how much was known"
        />
        <p className="soft">{meaning} What is missing is no evidence, neither way.</p>
      </div>
    </section>
  )
}

/** Both answers about a farm. What is ticked off counts here: each answer has weights of its own, which the page does not know. */
export function Answers({ finding }: { finding: Finding }) {
  if (finding.kind !== 'CONTENT_FARM') return null
  return (
    <section className="panel" aria-label="Two answers">
      <header>
        <h2>Two answers</h2>
        <span className="soft">all evidence counted</span>
      </header>
      <div className="body">
        <AnswersTable finding={finding} />
      </div>
    </section>
  )
}

type HangsProps = { finding: Finding; without: ReadonlySet<string>; tick: (without: string[]) => void }

/** What the verdict hangs on, as the service computed it; each can be tried out. */
export function HangsOn({ finding, without, tick }: HangsProps) {
  if (finding.counterfactuals.length === 0) return null
  return (
    <section className="panel" aria-label="What it hangs on">
      <header>
        <h2>What it hangs on</h2>
        {without.size > 0 && (
          <button type="button" className="button small" onClick={() => tick([])}>
            Count all again
          </button>
        )}
      </header>
      <ul className="body hangs">
        {finding.counterfactuals.map(({ without: types, score }) => {
          const tried = types.length === without.size && types.every((type) => without.has(type))
          const turned = score >= 0.5 !== finding.score >= 0.5
          return (
            <li key={types.join(' ')}>
              <button
                type="button"
                aria-pressed={tried}
                title="Tick these off in the evidence and see"
                onClick={() => tick(tried ? [] : [...types])}
              >
                <span>Without {types.map(evidenceInSentence).join(' and ')}</span>
                <span className={turned ? 'number turned' : 'number'}>
                  {turned && <span className="soft">turns it: </span>}
                  {formatProbability(score)}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** What people and nights did to the finding, newest first. */
export function History({ finding }: { finding: Finding }) {
  return (
    <section className="panel" aria-label="History">
      <header>
        <h2>History</h2>
      </header>
      <ol className="body history">
        {historyOf(finding).map((happening) => (
          <li key={happening.key} className={happening.undone === null ? '' : 'undone'}>
            <span>
              <strong>{happening.what}</strong>
              {happening.who !== null && <> by {happening.who}</>}
            </span>
            <span className="soft when">
              {happening.at.length > 10 ? formatTime(happening.at) : formatDay(happening.at)}
            </span>
            {happening.undone !== null && <span className="tag">{happening.undone}</span>}
            {happening.text !== '' && <p>{happening.text}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
