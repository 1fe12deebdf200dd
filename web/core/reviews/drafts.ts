type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>
const PREFIX = 'namesake-draft'

/** Where the draft of a text about findings is kept, whatever their order. `what`: decide, note and so on. */
export const draftKey = (what: string, ids: readonly string[]): string =>
  [PREFIX, what, ...ids.toSorted()].join(' ')

/** The text that was begun and never written; empty where none was. */
export const readDraft = (key: string, store: Store = sessionStorage): string => store.getItem(key) ?? ''

/** Keep what is typed until it is written, so that a session that ends or a page that is read again loses no work. */
export function keepDraft(key: string, text: string, store: Store = sessionStorage): void {
  if (text.trim() === '') store.removeItem(key)
  else store.setItem(key, text)
}

/** Forget every draft of this tab: somebody else may sit down at it. */
export function forgetDrafts(store: Store = sessionStorage): void {
  const keys = Array.from({ length: store.length }, (_, place) => store.key(place))
  for (const key of keys) if (key?.startsWith(`${PREFIX} `)) store.removeItem(key)
}
