import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { countOf } from '@/core/format/words'
import { isInside, type Point, rectangle } from '@/core/network/geometry'
import type { CanvasNetwork } from '@/core/network/network'
import { CanvasDriver, type CanvasEvents, type Highlight, type Under } from './driver'
import { Tip } from './Tip'

export type Tool = 'move' | 'lasso' | 'box'

/** `fitKey`: when it changes, all is shown once it is placed. */
type CanvasProps = {
  network: CanvasNetwork
  places: ReadonlyMap<string, Point>
  highlight: Highlight
  events: Omit<CanvasEvents, 'hover'>
  tool: Tool
  driver: RefObject<CanvasDriver | null>
  onLasso: (ids: string[], isMore: boolean) => void
  onEnter: () => void
  fitKey: string
}

/** Fewer points than these are a slip of the hand, not an outline. */
const OUTLINE = 3

/** The WebGL canvas. What it shows is listed in the tables beside it too, which is how it is read without seeing it. */
export function Canvas({
  network,
  places,
  highlight,
  events,
  tool,
  driver,
  onLasso,
  onEnter,
  fitKey,
}: CanvasProps) {
  const place = useRef<HTMLDivElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const [under, setUnder] = useState<Under>(null)
  const [outline, setOutline] = useState<Point[] | null>(null)
  const fitted = useRef<string | null>(null)

  useEffect(() => {
    if (place.current === null || overlay.current === null) return
    const made = new CanvasDriver(place.current, overlay.current)
    driver.current = made
    return () => {
      driver.current = null
      made.end()
    }
  }, [driver])
  useEffect(() => {
    if (driver.current !== null) driver.current.events = { ...events, hover: setUnder }
  })
  useEffect(() => {
    driver.current?.show(network, places)
    const isPlaced = network.nodes.size > 0 && [...network.nodes.keys()].every((id) => places.has(id))
    if (!isPlaced || fitted.current === fitKey) return
    driver.current?.fit(undefined, fitted.current === null)
    fitted.current = fitKey
  }, [driver, network, places, fitKey])
  useEffect(() => driver.current?.mark(highlight), [driver, highlight])

  const at = (event: PointerEvent): Point => {
    const box = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const begin = (event: PointerEvent) => {
    if (event.button !== 0 || (tool === 'move' && !event.shiftKey)) return
    // else sigma would move the canvas with it
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    setOutline([at(event)])
    setUnder(null)
  }
  const draw = (event: PointerEvent) => {
    if (outline === null) return
    const [first] = outline
    setOutline(tool === 'box' && first !== undefined ? rectangle(first, at(event)) : [...outline, at(event)])
  }
  const finish = (event: PointerEvent) => {
    if (outline === null) return
    setOutline(null)
    const inside = driver.current?.nodesWhere((point) => isInside(point, outline)) ?? []
    if (outline.length >= OUTLINE) onLasso(inside, event.shiftKey && tool !== 'move')
  }
  const isDrawing = tool !== 'move' || outline !== null
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') onEnter()
  }
  return (
    <div
      className="network-canvas"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: Enter and the arrow keys work on it
      tabIndex={0}
      role="application"
      aria-label={`Canvas with ${countOf(network.nodes.size, 'node')} and ${countOf(network.edges.size, 'tie')}; the tables beside it list them. Arrow keys walk the nodes, Enter opens the selected one.`}
      onKeyDown={onKey}
      onPointerDownCapture={begin}
      onPointerMove={draw}
      onPointerUp={finish}
      onPointerCancel={() => setOutline(null)}
      onTouchStartCapture={(event) => isDrawing && event.stopPropagation()}
      data-tool={tool}
    >
      <div ref={place} className="network-stage" />
      <canvas ref={overlay} className="network-overlay" />
      {outline !== null && (
        <svg className="network-outline" aria-hidden="true">
          <polygon points={outline.map(({ x, y }) => `${x},${y}`).join(' ')} />
        </svg>
      )}
      {under !== null && outline === null && <Tip under={under} network={network} />}
    </div>
  )
}
