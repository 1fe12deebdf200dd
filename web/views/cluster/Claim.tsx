import { Link } from '@tanstack/react-router'
import type { ClusterPage } from '@/core/clusters/clusters'
import { sidesOf } from '@/core/finding/waterfall'
import { formatProbability, formatWeight } from '@/core/format/numbers'
import { AnswersTable } from '@/views/shared/AnswersTable'
import { Notice } from '@/views/shared/states'
import { Sentence } from '@/views/shared/Text'

type Finding = ClusterPage['findings'][number]
type Piece = Finding['evidence'][number]

/** Pieces of a side that are shown here; the finding shows them all. */
const SHOWN = 8

/** Both answers about a farm, and the evidence of both sides. */
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
      {finding?.kind === 'CONTENT_FARM' && (
        <div className="body answered">
          <AnswersTable finding={finding} />
        </div>
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
  const sides = sidesOf(finding.evidence)
  const heaviest = Math.max(...finding.evidence.map(({ weight }) => Math.abs(weight)), 1)
  return (
    <>
      <div className="claim-sides">
        <Side name="Speaks for it" side="for" pieces={sides.for} heaviest={heaviest} id={finding.id} />
        <Side
          name="Speaks against it"
          side="against"
          pieces={sides.against}
          heaviest={heaviest}
          id={finding.id}
        />
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
            <Sentence>{text}</Sentence>
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
