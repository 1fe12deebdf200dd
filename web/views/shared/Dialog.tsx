import { type ReactNode, useEffect, useRef } from 'react'

/** A modal dialog, open as long as it is on the page; Escape and a press and release beside it close it. */
export function Dialog({
  title,
  close,
  children,
}: {
  title: string
  close: () => void
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const pressedBeside = useRef(false)
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key, and the browser's own
    <dialog
      ref={dialog}
      aria-label={title}
      onClose={close}
      onPointerDown={(event) => {
        pressedBeside.current = event.target === dialog.current
      }}
      onClick={(event) => {
        // a text selected from inside and let go beside is a click on the dialog too
        if (event.target === dialog.current && pressedBeside.current) dialog.current.close()
      }}
    >
      {children}
    </dialog>
  )
}
