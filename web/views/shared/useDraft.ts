import { useState } from 'react'
import { draftKey, keepDraft, readDraft } from '@/core/reviews/drafts'

/** A text about findings that is kept in this tab while it is typed. `write`: what is no work to type again need not be kept. `forget`: once it is written. */
export function useDraft(what: string, ids: readonly string[]) {
  const key = draftKey(what, ids)
  const [text, setText] = useState(() => readDraft(key))
  const write = (next: string, { kept = true } = {}) => {
    setText(next)
    keepDraft(key, kept ? next : '')
  }
  return { text, write, forget: () => keepDraft(key, '') }
}
