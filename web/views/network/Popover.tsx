import { type ReactNode, useEffect, useRef, useState } from 'react'

type PopoverProps = { title: string; className?: string; children: ReactNode }

/** A button that opens a small panel. Escape or a press outside closes it, and does nothing else: what is selected stays so. */
export function Popover({ title, className = '', children }: PopoverProps) {
  const place = useRef<HTMLDetailsElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const panel = place.current
    if (!isOpen || panel === null) return
    const press = (event: PointerEvent) => {
      if (event.target instanceof Node && panel.contains(event.target)) return
      panel.open = false
      // sigma, which works on these events, would let go of what is selected
      if (!(event.target instanceof Element) || event.target.closest('.network-canvas') === null) return
      event.stopPropagation()
      const stop = (touch: Event) => touch.stopPropagation()
      if (event.pointerType === 'touch')
        document.addEventListener('touchstart', stop, { capture: true, once: true })
    }
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      event.preventDefault()
      panel.open = false
      panel.querySelector('summary')?.focus()
    }
    document.addEventListener('pointerdown', press, true)
    document.addEventListener('keydown', key, true)
    return () => {
      document.removeEventListener('pointerdown', press, true)
      document.removeEventListener('keydown', key, true)
    }
  }, [isOpen])
  return (
    <details
      ref={place}
      className={`network-filters ${className}`}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary className="button">{title}</summary>
      <div className="panel stack">{children}</div>
    </details>
  )
}
