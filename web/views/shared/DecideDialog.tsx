import '@/styles/decide.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { FindingDecision } from '@/core/api/documents/graphql'
import { Failure } from '@/core/api/failure'
import { formatTime } from '@/core/format/dates'
import { countOf } from '@/core/format/words'
import { areLettersOn } from '@/core/keyboard/letters'
import { doesSomething } from '@/core/keyboard/shortcuts'
import { type Conflict, isWhole, joinOutcomes, type Outcome, ownConflicts } from '@/core/reviews/outcome'
import {
  commonReasons,
  DECISION_ORDER,
  DECISIONS,
  MAX_REASON,
  reasonProblem,
  tellMixture,
} from '@/core/reviews/reasons'
import { type Decidable, MAX_BULK } from '@/core/reviews/reviews'
import { viewerQuery } from '@/core/session/viewer'
import { Dialog } from './Dialog'
import { Sentence } from './Text'
import { useDraft } from './useDraft'
import { useReviews } from './useReviews'

type Props = {
  findings: readonly Decidable[]
  /** What the key or button that opened it said; it can still be changed. */
  decision: FindingDecision
  /** What is decided on, in words, such as the claim. */
  about?: string
  /** The claims of several findings, one each. */
  claims?: readonly string[]
  close: () => void
  /** Called after something was written, with what became of each finding. */
  done?: (outcome: Outcome) => void
}

/** Asks for a reason, decides, and says plainly what could not be written. Works by keys alone. */
export function DecideDialog({ findings, decision: first, about, claims = [], close, done }: Props) {
  const [decision, setDecision] = useState(first)
  const draft = useDraft(
    'decide',
    findings.map(({ id }) => id),
  )
  const reason = draft.text
  const [touched, setTouched] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const text = useRef<HTMLTextAreaElement | null>(null)
  const reviews = useReviews()
  const deciding = useMutation({
    mutationFn: (asked: readonly Decidable[]) => reviews.decide(asked, decision, reason),
    onSuccess: (said) => {
      const whole = outcome === null ? said : joinOutcomes(outcome, said)
      if (said.done.length > 0) {
        draft.forget()
        done?.(whole)
      }
      if (isWhole(whole)) close()
      else setOutcome(whole)
    },
  })
  const problem = reasonProblem(reason)
  const kinds = findings.map((finding) => finding.kind)
  const reasons = commonReasons(kinds, decision)
  const mixture = tellMixture(kinds)
  const tooMany = findings.length > MAX_BULK

  const submit = () => {
    setTouched(true)
    if (problem === null && !deciding.isPending && !tooMany) deciding.mutate(findings)
    else text.current?.focus()
  }
  const choose = (chosen: string) => {
    draft.write(chosen, { kept: false })
    text.current?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      submit()
      return
    }
    const picks = reason === '' && /^[1-9]$/.test(event.key)
    const typing = event.target instanceof HTMLTextAreaElement && !event.altKey && !picks
    if (!event.altKey && !doesSomething(event.key, areLettersOn())) return
    if (typing || event.ctrlKey || event.metaKey || outcome !== null) return
    const chosen = reasons[Number(event.key) - 1]
    const turned = DECISION_ORDER.find((known) => DECISIONS[known].key === event.key)
    if (chosen !== undefined) choose(chosen)
    else if (turned !== undefined) setDecision(turned)
    else return
    event.preventDefault()
  }

  const title = `${DECISIONS[decision].name}: ${countOf(findings.length, 'finding')}`
  if (outcome !== null) {
    return (
      <Dialog title="Not everything was written" close={close}>
        <Leftover
          outcome={outcome}
          deciding={deciding.isPending}
          failure={deciding.error}
          close={close}
          decideAnyway={() => deciding.mutate(outcome.conflicts.map(({ current }) => current))}
        />
      </Dialog>
    )
  }
  return (
    <Dialog title={title} close={close}>
      <form
        className="decide"
        onKeyDown={onKey}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <h2>{title}</h2>
        {about !== undefined && (
          <p className="soft">
            <Sentence>{about}</Sentence>
          </p>
        )}
        <Claims claims={claims} />
        {mixture !== null && (
          <p className="mixture" role="note">
            {mixture}
          </p>
        )}
        <fieldset className="row">
          <legend className="visually-hidden">Decision</legend>
          {DECISION_ORDER.map((known) => (
            <button
              key={known}
              type="button"
              className="button"
              aria-pressed={known === decision}
              title={DECISIONS[known].help}
              onClick={() => setDecision(known)}
            >
              {DECISIONS[known].name} <kbd>{DECISIONS[known].key}</kbd>
            </button>
          ))}
          <span className="soft">{DECISIONS[decision].help}</span>
        </fieldset>
        <fieldset className="stack reasons">
          <legend>Common reasons</legend>
          {reasons.map((common, place) => (
            <button
              key={common}
              type="button"
              className="reason"
              aria-pressed={common === reason}
              onClick={() => choose(common)}
            >
              <kbd>{place + 1}</kbd> {common}
            </button>
          ))}
        </fieldset>
        <label className="stacked">
          Reason, which stays in the history
          <textarea
            // showModal gives the focus to what has this attribute, which React does not write: whoever types at once types a reason
            ref={(field) => {
              text.current = field
              field?.setAttribute('autofocus', '')
            }}
            className="field"
            rows={3}
            maxLength={MAX_REASON}
            value={reason}
            aria-invalid={touched && problem !== null}
            aria-describedby="decide-problem"
            onChange={(event) => draft.write(event.target.value)}
          />
        </label>
        <p id="decide-problem" className="problem" role="status">
          {tooMany
            ? `${findings.length} findings are chosen; ${MAX_BULK} is the most at once.`
            : deciding.isError
              ? tellFailure(deciding.error)
              : touched && problem !== null
                ? problem
                : ''}
        </p>
        <div className="row end">
          <span className="soft grow">
            A number picks a common reason, <kbd>Alt</kbd> with a number also while you type; <kbd>Ctrl</kbd>{' '}
            <kbd>Enter</kbd> decides
          </span>
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={deciding.isPending || tooMany}>
            {deciding.isPending ? 'Writing…' : deciding.isError ? 'Try again' : DECISIONS[decision].name}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

/** Claims that are shown of many. */
const CLAIMS = 5

function Claims({ claims }: { claims: readonly string[] }) {
  if (claims.length === 0) return null
  return (
    <ul className="claims">
      {claims.slice(0, CLAIMS).map((claim, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: claims of findings that are chosen, which never move
        <li key={place}>
          <Sentence>{claim}</Sentence>
        </li>
      ))}
      {claims.length > CLAIMS && (
        <li className="soft">and {countOf(claims.length - CLAIMS, 'more finding')}</li>
      )}
    </ul>
  )
}

const tellFailure = (error: unknown): string =>
  error instanceof Failure ? `${error.message} ${error.hint}`.trim() : String(error)

type LeftoverProps = {
  outcome: Outcome
  deciding: boolean
  failure: unknown
  close: () => void
  decideAnyway: () => void
}

/** What was not written, why, and what can be done about it. */
function Leftover({ outcome, deciding, failure, close, decideAnyway }: LeftoverProps) {
  const { conflicts, refused, done } = outcome
  const viewer = useQuery(viewerQuery)
  const { own, others } = ownConflicts(conflicts, viewer.data?.name)
  const leave = useRef<HTMLButtonElement>(null)
  useEffect(() => leave.current?.focus(), [])
  return (
    <div className="body decide">
      <h2>
        {done.length > 0
          ? 'Not everything was written'
          : `Nothing ${own.length > 0 ? 'new ' : ''}was written`}
      </h2>
      {done.length > 0 && <p className="soft">{countOf(done.length, 'finding')} decided as you said.</p>}
      {own.length > 0 && (
        <section className="stack">
          <h3>What was done last with {countOf(own.length, 'finding')} was your own doing</h3>
          <p className="soft">
            An earlier try was written though its answer did not arrive, or it was in another tab.
          </p>
          <Conflicts conflicts={own} />
        </section>
      )}
      {others.length > 0 && (
        <section className="stack">
          <h3>Somebody else was quicker with {countOf(others.length, 'finding')}</h3>
          <Conflicts conflicts={others} />
        </section>
      )}
      {refused.length > 0 && (
        <section className="stack">
          <h3>{countOf(refused.length, 'finding')} refused</h3>
          <ul className="stack leftover">
            {refused.map(({ id, message, hint }) => (
              <li key={id}>
                <code>{id}</code>: {message}. {hint}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="problem" role="status">
        {failure == null ? '' : tellFailure(failure)}
      </p>
      <div className="row end">
        <button type="button" ref={leave} className="button" onClick={close}>
          Leave {conflicts.length + refused.length === 1 ? 'it' : 'them'}
        </button>
        {conflicts.length > 0 && (
          <button type="button" className="button primary" disabled={deciding} onClick={decideAnyway}>
            Decide anyway
          </button>
        )}
      </div>
    </div>
  )
}

function Conflicts({ conflicts }: { conflicts: readonly Conflict[] }) {
  return (
    <ul className="stack leftover">
      {conflicts.map(({ id, current }) => (
        <li key={id}>
          <code>{id}</code> is now {current.status}
          {current.assignee !== null && <>, given to {current.assignee}</>}
          {current.last !== null && (
            <>
              : {current.last.reviewer}, {formatTime(current.last.at)}
              {current.last.reason !== '' && <>: “{current.last.reason}”</>}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
