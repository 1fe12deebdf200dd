import '@/styles/decide.css'
import { useMutation } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { FindingDecision } from '@/core/api/documents/graphql'
import { Failure } from '@/core/api/failure'
import { formatTime } from '@/core/format/dates'
import { countOf } from '@/core/format/words'
import { isWhole, joinOutcomes, type Outcome } from '@/core/reviews/outcome'
import { commonReasons, DECISION_ORDER, DECISIONS, MAX_REASON, reasonProblem } from '@/core/reviews/reasons'
import { type Decidable, MAX_BULK } from '@/core/reviews/reviews'
import { Dialog } from './Dialog'
import { useReviews } from './useReviews'

type Props = {
  findings: readonly Decidable[]
  /** What the key or button that opened it said; it can still be changed. */
  decision: FindingDecision
  /** What is decided on, in words, such as the claim; where there is one finding only. */
  about?: string
  close: () => void
  /** Called after something was written, with what became of each finding. */
  done?: (outcome: Outcome) => void
}

/** Asks for a reason, decides, and says plainly what could not be written. Works by keys alone. */
export function DecideDialog({ findings, decision: first, about, close, done }: Props) {
  const [decision, setDecision] = useState(first)
  const [reason, setReason] = useState('')
  const [touched, setTouched] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const text = useRef<HTMLTextAreaElement | null>(null)
  const reviews = useReviews()
  const deciding = useMutation({
    mutationFn: (asked: readonly Decidable[]) => reviews.decide(asked, decision, reason),
    onSuccess: (said) => {
      const whole = outcome === null ? said : joinOutcomes(outcome, said)
      if (said.done.length > 0) done?.(whole)
      if (isWhole(whole)) close()
      else setOutcome(whole)
    },
  })
  const problem = reasonProblem(reason)
  const kinds = findings.map((finding) => finding.kind)
  const reasons = commonReasons(kinds, decision)
  const tooMany = findings.length > MAX_BULK

  const submit = () => {
    setTouched(true)
    if (problem === null && !deciding.isPending && !tooMany) deciding.mutate(findings)
    else text.current?.focus()
  }
  const choose = (chosen: string) => {
    setReason(chosen)
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
        {about !== undefined && <p className="soft">{about}</p>}
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
            onChange={(event) => setReason(event.target.value)}
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
  const leave = useRef<HTMLButtonElement>(null)
  useEffect(() => leave.current?.focus(), [])
  return (
    <div className="body decide">
      <h2>{done.length === 0 ? 'Nothing was written' : 'Not everything was written'}</h2>
      {done.length > 0 && <p className="soft">{countOf(done.length, 'finding')} decided as you said.</p>}
      {conflicts.length > 0 && (
        <section className="stack">
          <h3>Somebody else was quicker with {countOf(conflicts.length, 'finding')}</h3>
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
