import { Link } from '@tanstack/react-router'
import { answerName, likelihoodWord, splitEvidence } from '@/core/clusters/answers'
import type { ClusterPage } from '@/core/clusters/clusters'
import { formatProbability, formatWeight } from '@/core/format/numbers'
import { Notice } from '@/views/shared/states'
import { Probability } from '@/views/shared/tags'

type Finding = ClusterPage['findings'][number]
type Piece = Finding['evidence'][number]

/** Pieces of a side that are shown here; the finding shows them all. */
const SHOWN = 8

/** Both answers, and the evidence of both sides. */
export function Claim({ cluster }: { cluster: ClusterPage }) {
  const [finding] = cluster.findings
  return (
    <section className="panel">
      <header>
        <h2>Evidence, for and against</h2>
        {finding && (
          <Link to="/findings/$id" params={{ id: finding.id }} data-row>
            Open the finding
          </Link>
        )}
      </header>
      {cluster.answers.length > 0 && (
        <ul className="answers">
          {cluster.answers.map(({ question, probability }) => {
            const { name, help, yes } = answerName(question)
            return (
              <li key={question} title={help}>
                <h3>{name}</h3>
                <Probability value={probability} label={name} />
                <p className="soft">
                  {likelihoodWord(probability)} that {yes}
                </p>
              </li>
            )
          })}
        </ul>
      )}
      {finding === undefined ? (
        <Notice title="No finding is about this cluster any more" />
      ) : (
        <Evidence finding={finding} />
      )}
    </section>
  )
}

function Evidence({ finding }: { finding: Finding }) {
  const { speaksFor, against } = splitEvidence(finding.evidence)
  const heaviest = Math.max(...finding.evidence.map(({ weight }) => Math.abs(weight)), 1)
  return (
    <>
      <div className="claim-sides">
        <Side name="Speaks for it" side="for" pieces={speaksFor} heaviest={heaviest} id={finding.id} />
        <Side name="Speaks against it" side="against" pieces={against} heaviest={heaviest} id={finding.id} />
      </div>
      <p className="lane-note soft">
        Before any evidence the log-odds are {formatWeight(finding.prior)}; with all weights added the
        probability is {formatProbability(finding.score)}. {Math.round(finding.sufficiency * 100)} % of what
        the model weighs was known. {finding.harmReason}
      </p>
    </>
  )
}

type SideProps = {
  name: string
  side: 'for' | 'against'
  pieces: readonly Piece[]
  heaviest: number
  id: string
}

function Side({ name, side, pieces, heaviest, id }: SideProps) {
  return (
    <div className="claim-side">
      <h3>
        {name} <span className="soft">{pieces.length}</span>
      </h3>
      {pieces.length === 0 && <p className="soft">Nothing that was looked at.</p>}
      <ul>
        {pieces.slice(0, SHOWN).map(({ type, weight, text }) => (
          <li key={`${type} ${text}`}>
            <span className={`claim-weight ${side}`}>{formatWeight(weight)}</span>
            <span className="claim-bar" aria-hidden="true">
              <span className={side} style={{ width: `${(Math.abs(weight) / heaviest) * 100}%` }} />
            </span>
            <span>{text}</span>
          </li>
        ))}
      </ul>
      {pieces.length > SHOWN && (
        <Link to="/findings/$id" params={{ id }}>
          and {pieces.length - SHOWN} more that weigh less
        </Link>
      )}
    </div>
  )
}
