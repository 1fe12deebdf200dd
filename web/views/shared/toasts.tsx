import { useSyncExternalStore } from 'react'

/** A short message at the page's corner. `undo`: takes back what it tells of. */
export type Toast = { id: number; text: string; undo?: () => void }

const SHOWN_MS = 12_000
let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function put(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

function dismiss(id: number): void {
  put(toasts.filter((toast) => toast.id !== id))
}

/** Tell of something done or gone wrong. What is told already and has no way back is not told twice. */
export function say(text: string, undo?: () => void): void {
  if (undo === undefined && toasts.some((toast) => toast.text === text && toast.undo === undefined)) return
  last += 1
  const id = last
  put([...toasts, undo === undefined ? { id, text } : { id, text, undo }])
  setTimeout(() => dismiss(id), SHOWN_MS)
}

/** Take back what the newest message offers to take back, as the key `z` does. */
export function undoLast(): void {
  const found = toasts.findLast((toast) => toast.undo !== undefined)
  if (found === undefined) return
  dismiss(found.id)
  found.undo?.()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div className="toast-stack" role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className="toast">
          <span className="grow">{toast.text}</span>
          {toast.undo && (
            <button
              type="button"
              className="button"
              onClick={() => {
                dismiss(toast.id)
                toast.undo?.()
              }}
            >
              Undo
            </button>
          )}
        </div>
      ))}
    </div>
  )
}
