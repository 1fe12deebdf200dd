import { useEffect, useMemo, useRef, useState } from 'react'
import type { Point } from '@/core/network/geometry'
import { type LayoutTask, placeRings } from '@/core/network/layout'
import type { LayoutAsked, LayoutDone } from '@/core/network/layout.worker'
import { type CanvasNetwork, neighboursOf } from '@/core/network/network'
import { decodePlaces } from '@/core/network/places'
import { type NetworkSearch, readPins } from '@/core/network/search'
import { sizesOf } from '@/core/network/sizes'

type Places = ReadonlyMap<string, Point>

/** The worker's task: places that are known are kept, the others are found. `tidy`: the first so many steps count as one. */
function taskOf(network: CanvasNetwork, known: Places, tidy: number): LayoutTask {
  const sizes = sizesOf(network)
  return {
    nodes: [...network.nodes.values()].map(({ id, step }) => {
      const at = known.get(id)
      const generation = step < tidy ? 0 : step + 1
      return { id, generation, size: sizes.get(id) ?? 5, ...(at !== undefined && { at }) }
    }),
    edges: [...network.edges.values()].map((edge) => ({
      source: edge.source,
      target: edge.target,
      weight: edge.kind === 'tie' ? edge.weight : 1,
    })),
  }
}

/**
 * Where the nodes are. With forces, a worker places the new ones and those that are there stay; in rings, all follow from the centre. Nodes that
 * were put by hand are where they were put. `network`: all of it, so that what a filter hides keeps its place; `shown`: what the rings are of. `isSettled`: the network is whole, so that it can be laid out. Returns: the places, and whether some
 * are still missing.
 */
export function useLayout(
  network: CanvasNetwork,
  shown: CanvasNetwork,
  search: NetworkSearch,
  isSettled: boolean,
): { places: Places; isPlacing: boolean } {
  const tidy = search.tidy ?? 0
  const isRings = search.layout === 'rings'
  const first = shown.nodes.keys().next().value
  const centre = search.centre !== undefined && shown.nodes.has(search.centre) ? search.centre : first
  const pins = useMemo(() => readPins(search.pins), [search.pins])
  const told = useMemo(
    () =>
      search.places === undefined
        ? new Map<string, Point>()
        : decodePlaces(search.places, network.nodes.keys()),
    [search.places, network],
  )
  const [found, setFound] = useState<{ tidy: number; places: Places }>({ tidy, places: new Map() })
  const known = useMemo(
    () => new Map([...(found.tidy === tidy ? found.places : []), ...told, ...pins]),
    [found, tidy, told, pins],
  )
  const isMissing = [...network.nodes.keys()].some((id) => !known.has(id))
  const worker = useRef<Worker | null>(null)
  const number = useRef(0)
  useEffect(() => {
    worker.current = new Worker(new URL('../../core/network/layout.worker.ts', import.meta.url), {
      type: 'module',
    })
    return () => worker.current?.terminate()
  }, [])
  useEffect(() => {
    if (isRings || !isSettled || !isMissing || worker.current === null) return
    number.current += 1
    const asked: LayoutAsked = { number: number.current, task: taskOf(network, known, tidy) }
    worker.current.onmessage = ({ data }: MessageEvent<LayoutDone>) => {
      if (data.number !== number.current) return
      // what has left keeps its place, for when it comes back
      setFound((before) => ({
        tidy,
        places: new Map([...(before.tidy === tidy ? before.places : []), ...data.placed]),
      }))
    }
    worker.current.postMessage(asked)
  }, [isRings, isSettled, isMissing, network, known, tidy])
  const rings = useMemo(() => {
    if (!isRings || centre === undefined) return null
    return placeRings([...shown.nodes.keys()], neighboursOf(shown.edges.values()), centre)
  }, [isRings, centre, shown])
  const places = useMemo(() => (rings === null ? known : new Map([...rings, ...pins])), [rings, known, pins])
  return { places, isPlacing: rings === null && isMissing }
}
