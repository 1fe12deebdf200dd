import { formatTime } from '@/core/format/dates'
import { countOf } from '@/core/format/words'
import { exportNetwork } from '@/core/network/export'
import type { Point } from '@/core/network/geometry'
import { kindOf } from '@/core/network/kinds'
import type { CanvasNetwork } from '@/core/network/network'
import type { CanvasDriver } from './driver'
import type { Palette } from './palette'

function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

const stamp = (): string => new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-')

/** Keep the canvas as a file for other tools. */
export function saveJson(network: CanvasNetwork, places: ReadonlyMap<string, Point>): void {
  const from = { address: window.location.href, at: new Date().toISOString() }
  const text = JSON.stringify(exportNetwork(network, places, from), null, 2)
  download(`namesake-network-${stamp()}.json`, new Blob([text], { type: 'application/json' }))
}

const LINE = 20
const MARGIN = 14

type Entry = { color: string; text: string; x: number; line: number }

/** The legend's entries, one after the other in as many lines as they take. `room`: of a line, in CSS pixels. */
function legendOf(
  context: CanvasRenderingContext2D,
  network: CanvasNetwork,
  colours: Palette,
  room: number,
): Entry[] {
  const types = new Set([...network.nodes.values()].map((node) => node.type))
  let [x, line] = [MARGIN, 0]
  return [...types].map((type) => {
    const kind = kindOf(type)
    const text = `${kind.letter} ${kind.name}`
    const width = 32 + context.measureText(text).width
    if (x + width > room && x > MARGIN) [x, line] = [MARGIN, line + 1]
    const entry = { color: colours.nodes[kind.color] ?? colours.soft, text, x, line }
    x += width
    return entry
  })
}

/** Keep the canvas as a picture, with a legend, the time and the caution that a finding is no fact. */
export function saveImage(driver: CanvasDriver, network: CanvasNetwork): void {
  const canvas = driver.picture()
  const ratio = window.devicePixelRatio
  const picture = document.createElement('canvas')
  const context = picture.getContext('2d')
  if (context === null) return
  const colours = driver.colours()
  const font = `12px ${getComputedStyle(document.body).fontFamily}`
  context.font = font
  const width = canvas.width / ratio
  const legend = legendOf(context, network, colours, width)
  const lines = (legend.at(-1)?.line ?? 0) + 2
  const foot = lines * LINE + 8
  picture.width = canvas.width
  picture.height = canvas.height + foot * ratio
  context.drawImage(canvas, 0, 0)
  context.setTransform(ratio, 0, 0, ratio, 0, canvas.height)
  context.fillStyle = colours.panel
  context.fillRect(0, 0, width, foot)
  context.font = font
  context.textBaseline = 'middle'
  for (const { color, text, x, line } of legend) {
    const middle = 4 + (line + 0.5) * LINE
    context.fillStyle = color
    context.fillRect(x, middle - 5, 10, 10)
    context.fillStyle = colours.text
    context.fillText(text, x + 15, middle)
  }
  context.fillStyle = colours.soft
  const told = `Namesake, ${formatTime(new Date().toISOString())}. ${countOf(network.nodes.size, 'node')}, ${countOf(network.edges.size, 'tie')}. A ring is a finding: a claim with a probability, no fact.`
  context.fillText(told, MARGIN, 4 + (lines - 0.5) * LINE)
  picture.toBlob((content) => content !== null && download(`namesake-network-${stamp()}.png`, content))
}
