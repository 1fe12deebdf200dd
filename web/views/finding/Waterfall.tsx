import type { FindingKind } from '@/core/api/documents/graphql'
import { explainEvidence, QUESTIONS, SECTIONS, type Section } from '@/core/finding/evidence'
import { factorInWords, oddsInWords, probability } from '@/core/finding/logOdds'
import { axisOf, buildWaterfall, marksOf, type Order, orderFacts, type Step } from '@/core/finding/waterfall'
import { formatProbability, formatWeight } from '@/core/format/numbers'
import { Sentence } from '@/views/shared/Text'

type Fact = { type: string; weight: number; text: string }
type Props = {
  kind: FindingKind
  prior: number
  evidence: readonly Fact[]
  /** Types that are new since a dismissal, with how each stood then. */
  fresh: ReadonlyMap<string, string>
  without: ReadonlySet<string>
  order: Order
  toggle: (type: string) => void
  show: (section: Section) => void
}

/** The evidence as a way from the base rate to the score: each fact a bar, to the right for the claim, to the left against it. */
export function Waterfall({ kind, prior, evidence, fresh, without, order, toggle, show }: Props) {
  const facts = orderFacts(evidence, order)
  const { steps, end } = buildWaterfall(prior, facts, without)
  const axis = axisOf(prior, facts)
  const marks = marksOf(axis)
  const at = (logOdds: number): number => ((logOdds - axis[0]) / (axis[1] - axis[0])) * 100
  const grid = marks.map((mark) => (
    <span
      key={mark.probability}
      className={mark.probability === 0.5 ? 'grid even' : 'grid'}
      style={{ left: `${mark.at * 100}%` }}
    />
  ))
  return (
    <table className="waterfall">
      <caption className="visually-hidden">
        Evidence, from the base rate to the score. Weights are log-odds that add up.
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Counted</span>
          </th>
          <th scope="col">Evidence</th>
          <th
            scope="col"
            className="number"
            title="Log-odds, base e: +2.3 makes the odds of the claim ten times higher"
          >
            Weight
          </th>
          <th scope="col" className="chart">
            <span className="visually-hidden">Way to the probability</span>
            <span className="axis" aria-hidden="true">
              {marks.map((mark) => (
                <span key={mark.probability} style={{ left: `${mark.at * 100}%` }}>
                  {formatMark(mark.probability)}
                </span>
              ))}
            </span>
          </th>
          <th scope="col" className="number" title="The probability after this fact and all above it">
            So far
          </th>
        </tr>
      </thead>
      <tbody>
        <tr className="end-row">
          <td />
          <td>
            <strong>Before any evidence</strong>{' '}
            <span className="soft">{oddsInWords(prior)} that are compared at all</span>
          </td>
          <td className="number">{formatWeight(prior)}</td>
          <td className="chart" aria-hidden="true">
            <span className="track">
              {grid}
              <span className="point" style={{ left: `${at(prior)}%` }} />
            </span>
          </td>
          <td className="number">{formatProbability(probability(prior))}</td>
        </tr>
        {steps.map((step) => (
          <Row
            key={step.fact.type}
            kind={kind}
            step={step}
            fresh={fresh.get(step.fact.type)}
            at={at}
            grid={grid}
            toggle={toggle}
            show={show}
          />
        ))}
        <tr className="end-row">
          <td />
          <td>
            <strong>{without.size === 0 ? 'Score' : 'Score of what is ticked'}</strong>
          </td>
          <td className="number">{formatWeight(end)}</td>
          <td className="chart" aria-hidden="true">
            <span className="track">
              {grid}
              <span className="point" style={{ left: `${at(end)}%` }} />
            </span>
          </td>
          <td className="number">
            <strong>{formatProbability(probability(end))}</strong>
          </td>
        </tr>
      </tbody>
    </table>
  )
}

const formatMark = (mark: number): string => `${Number((mark * 100).toPrecision(6))}%`

type RowProps = {
  kind: FindingKind
  step: Step<Fact>
  fresh: string | undefined
  at: (logOdds: number) => number
  grid: React.ReactNode
  toggle: (type: string) => void
  show: (section: Section) => void
}

function Row({ kind, step, fresh, at, grid, toggle, show }: RowProps) {
  const { fact, counted, from, to } = step
  const { name, help, section, question } = explainEvidence(kind, fact.type)
  const side = fact.weight < 0 ? 'against' : 'for'
  const [left, right] = [Math.min(from, to), Math.max(from, to)]
  return (
    <tr className={counted ? side : `${side} off`} id={`evidence-${fact.type}`}>
      <td>
        <input
          type="checkbox"
          checked={counted}
          onChange={() => toggle(fact.type)}
          aria-label={`Count ${name.toLowerCase()}`}
        />
      </td>
      <td>
        <details>
          <summary>
            {name}
            {fresh !== undefined && (
              <span className="tag accent" title={fresh}>
                New
              </span>
            )}
            {question !== null && (
              <span className="tag" title={`Speaks to: ${QUESTIONS[question].name}`}>
                {QUESTIONS[question].short}
              </span>
            )}
          </summary>
          <ul className="help">
            {(help.length === 0 ? ['The page has no help text for this type of evidence.'] : help).map(
              (line) => (
                <li key={line}>{line}</li>
              ),
            )}
          </ul>
        </details>
        <p>
          <Sentence>{fact.text}</Sentence>.
          {section !== null && (
            <>
              {' '}
              <button
                type="button"
                className="link"
                onClick={() => show(section)}
                aria-label={`Show the facts: ${SECTIONS[section]}`}
              >
                Facts
              </button>
            </>
          )}
        </p>
      </td>
      <td className="number weight" title={factorInWords(fact.weight)}>
        {formatWeight(fact.weight)}
        <span className="visually-hidden">{side === 'for' ? ' for the claim' : ' against the claim'}</span>
      </td>
      <td className="chart" aria-hidden="true" title={factorInWords(fact.weight)}>
        <span className="track">
          {grid}
          <span
            className="bar"
            style={{ left: `${at(left)}%`, width: `max(2px, ${at(right) - at(left)}%)` }}
          />
        </span>
      </td>
      <td className="number soft">{formatProbability(probability(to))}</td>
    </tr>
  )
}
