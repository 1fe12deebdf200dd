import type { Point } from './geometry'
import { type LayoutTask, placeAll } from './layout'

/** A task and its number, so that an answer to an older task can be told from the newest's. */
export type LayoutAsked = { number: number; task: LayoutTask }
export type LayoutDone = { number: number; placed: [string, Point][] }

self.onmessage = ({ data }: MessageEvent<LayoutAsked>) => {
  const done: LayoutDone = { number: data.number, placed: [...placeAll(data.task)] }
  self.postMessage(done)
}
