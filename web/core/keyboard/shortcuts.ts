/** A key, or keys one after the other (`g q`), and what they do. Shown on the `?` sheet. */
export type Shortcut = { keys: string; does: string; run: () => void }

/** Where typed keys are text, not commands. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement && ['checkbox', 'radio'].includes(target.type)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** Keys that come later than this after the first begin anew, in ms. */
const SEQUENCE_MS = 1200

/** What has been typed of a sequence, and when. */
export type Typed = { keys: string; at: number }

/** The shortcut that this key completes, and what is typed so far. Pure: time in ms is given. */
export function match(
  shortcuts: Shortcut[],
  typed: Typed,
  key: string,
  at: number,
): [Shortcut | null, Typed] {
  const begun = typed.keys !== '' && at - typed.at < SEQUENCE_MS ? `${typed.keys} ${key}` : key
  for (const keys of begun === key ? [key] : [begun, key]) {
    const found = shortcuts.find((shortcut) => shortcut.keys === keys)
    if (found !== undefined) return [found, { keys: '', at }]
    if (shortcuts.some((shortcut) => shortcut.keys.startsWith(`${keys} `))) return [null, { keys, at }]
  }
  return [null, { keys: '', at }]
}

/** Whether a key does something at all. `letters`: whether those of a single letter, digit or sign do; Escape, Enter and arrows always do. */
export const doesSomething = (key: string, letters: boolean): boolean => letters || [...key].length > 1

/** Whether a key event is a command: nothing typed into a field, no modifier but shift, no dialog open, not turned off. */
export function isCommand(event: KeyboardEvent, letters: boolean): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  if (!doesSomething(event.key, letters)) return false
  return !isTyping(event.target) && document.querySelector('dialog[open]') === null
}
