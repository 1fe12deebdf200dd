import type { Shortcut } from '@/core/keyboard/shortcuts'
import { type CanvasNetwork, nodeRows } from '@/core/network/network'
import type { Actions } from './context'

/** Keys that walk the nodes in the order of their table. `from`: the node to walk from. */
export function walkKeys(network: CanvasNetwork, act: Actions, from: string | undefined): Shortcut[] {
  const go = (by: number) => {
    const ids = nodeRows(network).map((row) => row.node.id)
    const at = from === undefined ? -1 : ids.indexOf(from)
    const next = ids[at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by))]
    if (next !== undefined) act.select([next])
  }
  return [
    { keys: 'ArrowDown', does: 'Next node', run: () => go(1) },
    { keys: 'ArrowUp', does: 'Node before', run: () => go(-1) },
    { keys: 'j', does: 'Next node', run: () => go(1) },
    { keys: 'k', does: 'Node before', run: () => go(-1) },
  ]
}
