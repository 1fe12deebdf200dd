import { useState } from 'react'
import type { FindingDecision } from '@/core/api/documents/graphql'
import { historyOf, undoableOf } from '@/core/finding/history'
import type { Finding } from '@/core/finding/queries'
import { claimText } from '@/core/findings/queueClaim'
import { DECISION_ORDER, DECISIONS } from '@/core/reviews/reasons'
import { DecideDialog } from '@/views/shared/DecideDialog'
import { StatusTag } from '@/views/shared/tags'
import { useReviews } from '@/views/shared/useReviews'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { TextDialog } from './TextDialog'

type Viewer = { name: string; permissions: readonly string[] }
type Props = { finding: Finding; viewer: Viewer; next: (() => void) | null }
type Open = FindingDecision | 'note' | 'reopen' | null

const TONES: Record<FindingDecision, string> = { CONFIRMED: 'confirm', DISMISSED: 'dismiss', UNSURE: '' }

/** What can be done about the finding; says so where the role only reads. */
export function DecidePanel({ finding, viewer, next }: Props) {
  const mayReview = viewer.permissions.includes('review')
  return (
    <section className="panel" aria-label="Decision">
      <header>
        <h2>Decision</h2>
        <StatusTag status={finding.status} />
      </header>
      <div className="body stack">
        <p>
          <span className="soft">With</span> {finding.assignee ?? 'nobody'}
        </p>
        {mayReview ? (
          <Deeds finding={finding} viewer={viewer} next={next} />
        ) : (
          <p className="soft">Your role reads findings and does not decide on them.</p>
        )}
      </div>
    </section>
  )
}

function Deeds({ finding, viewer, next }: Props) {
  const [open, setOpen] = useState<Open>(null)
  const [decided, setDecided] = useState(false)
  const reviews = useReviews()
  const mine = finding.assignee === viewer.name
  const decidedBefore = finding.status !== 'open'
  const undoable = undoableOf(historyOf(finding), viewer)
  const close = () => setOpen(null)
  const assign = () => void reviews.assign([finding], mine ? null : viewer.name)
  useShortcuts('Decide', [
    ...DECISION_ORDER.map((decision) => ({
      keys: DECISIONS[decision].key,
      does: DECISIONS[decision].name,
      run: () => setOpen(decision),
    })),
    { keys: 'n', does: 'Leave a note', run: () => setOpen('note') },
    { keys: 'a', does: mine ? 'Give back' : 'Assign to me', run: assign },
  ])
  return (
    <>
      <div className="deeds">
        {DECISION_ORDER.map((decision) => (
          <button
            key={decision}
            type="button"
            className={`button ${TONES[decision]}`}
            title={DECISIONS[decision].help}
            onClick={() => setOpen(decision)}
          >
            {DECISIONS[decision].name} <kbd>{DECISIONS[decision].key}</kbd>
          </button>
        ))}
      </div>
      <div className="row">
        <button type="button" className="button small" onClick={assign}>
          {mine ? 'Give back' : 'Assign to me'} <kbd>a</kbd>
        </button>
        <button type="button" className="button small" onClick={() => setOpen('note')}>
          Note <kbd>n</kbd>
        </button>
        {decidedBefore && finding.status !== 'reopened' && (
          <button type="button" className="button small" onClick={() => setOpen('reopen')}>
            Reopen
          </button>
        )}
        {undoable !== null && (
          <button
            type="button"
            className="button small"
            title="What stood before stands again; both stay in the history"
            onClick={() => void reviews.undo([undoable])}
          >
            Take back the last
          </button>
        )}
      </div>
      {decided && next !== null && (
        <button type="button" className="button primary" onClick={next}>
          Next in the queue <kbd>]</kbd>
        </button>
      )}
      {open === 'note' && (
        <TextDialog
          title="Leave a note"
          label="Note, which stays in the history"
          button="Keep"
          draft={{ what: 'note', id: finding.id }}
          write={(text) => reviews.note(finding, text)}
          close={close}
        />
      )}
      {open === 'reopen' && (
        <TextDialog
          title="Open it again"
          label="Reason, which stays in the history"
          button="Reopen"
          draft={{ what: 'reopen', id: finding.id }}
          write={(text) => reviews.reopen(finding, text)}
          close={close}
        />
      )}
      {open !== null && open !== 'note' && open !== 'reopen' && (
        <DecideDialog
          findings={[finding]}
          decision={open}
          about={claimText(finding)}
          close={close}
          done={() => setDecided(true)}
        />
      )}
    </>
  )
}
