import { useMutation } from '@tanstack/react-query'
import { Failure } from '@/core/api/failure'
import type { Outcome } from '@/core/reviews/outcome'
import { MAX_REASON, reasonProblem } from '@/core/reviews/reasons'
import { Dialog } from '@/views/shared/Dialog'
import { useDraft } from '@/views/shared/useDraft'

type Props = {
  title: string
  label: string
  button: string
  /** What the text is for and the finding, by which its draft is kept. */
  draft: { what: string; id: string }
  write: (text: string) => Promise<Outcome>
  close: () => void
}

/** Asks for a text and writes it: a note, or the reason for opening a finding again. */
export function TextDialog({ title, label, button, draft: { what, id }, write, close }: Props) {
  const draft = useDraft(what, [id])
  const { text } = draft
  const writing = useMutation({
    mutationFn: write,
    onSuccess: (outcome) => {
      if (outcome.done.length === 0) return
      draft.forget()
      close()
    },
  })
  const ready = reasonProblem(text) === null && !writing.isPending
  const submit = () => ready && writing.mutate(text)
  return (
    <Dialog title={title} close={close}>
      <form
        className="decide"
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit()}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <h2>{title}</h2>
        <label className="stacked">
          {label}
          <textarea
            className="field"
            rows={4}
            maxLength={MAX_REASON}
            value={text}
            onChange={(event) => draft.write(event.target.value)}
          />
        </label>
        <p className="problem" role="status">
          {tell(writing.error, writing.data)}
        </p>
        <div className="row end">
          <span className="soft grow">
            <kbd>Ctrl</kbd> <kbd>Enter</kbd> writes it
          </span>
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button primary" disabled={!ready}>
            {writing.isPending ? 'Writing…' : button}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function tell(error: unknown, outcome: Outcome | undefined): string {
  if (error instanceof Failure) return `${error.message} ${error.hint}`.trim()
  if (error != null) return String(error)
  const [refusal] = outcome?.refused ?? []
  if (refusal !== undefined) return `${refusal.message}. ${refusal.hint}`
  return (outcome?.conflicts.length ?? 0) > 0
    ? 'Somebody changed the finding since you read it. Close this and look again.'
    : ''
}
