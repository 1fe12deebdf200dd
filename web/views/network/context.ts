import { createContext, useContext } from 'react'
import type { Point } from '@/core/network/geometry'
import type { CanvasNetwork } from '@/core/network/network'
import type { NetworkSearch } from '@/core/network/search'
import type { Step } from '@/core/network/steps'

/** What can be done with the view. A step can be taken back with the browser's Back; what is selected replaces what was. */
export type Actions = {
  take: (step: Step) => void
  add: (step: Step, node: string) => void
  show: (change: Partial<NetworkSearch>, isNew?: boolean) => void
  select: (ids: readonly string[], isMore?: boolean) => void
  remove: (ids: readonly string[]) => void
  follow: (from: string, to: string) => void
  pin: (id: string, at: Point | null) => void
  place: (layout: 'rings' | undefined) => void
  fit: (ids?: readonly string[]) => void
}

/** What every part of the view reads: the address, the network before and after the filters, and what can be done. */
export type NetworkState = { search: NetworkSearch; all: CanvasNetwork; shown: CanvasNetwork; act: Actions }

export const NetworkContext = createContext<NetworkState | null>(null)

/** Throws: outside of the view. */
export function useNetworkState(): NetworkState {
  const state = useContext(NetworkContext)
  if (state === null) throw new Error('a part of the network view is used outside of it')
  return state
}
