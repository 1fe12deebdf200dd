import { useNavigate } from '@tanstack/react-router'
import { type RefObject, useMemo } from 'react'
import { encodePin, type NetworkSearch } from '@/core/network/search'
import { encodeStep, isArtist, withStep } from '@/core/network/steps'
import { say } from '@/views/shared/toasts'
import type { Actions } from './context'
import type { CanvasDriver } from './driver'

/** What led here is a step by now. */
const BEGUN = { artist: undefined, finding: undefined, cluster: undefined }

/** What can be done with the view, as changes of its address. */
export function useActions(
  search: NetworkSearch,

  driver: RefObject<CanvasDriver | null>,
): Actions {
  const navigate = useNavigate({ from: '/network' })
  return useMemo(() => {
    const show = (change: Partial<NetworkSearch>, isNew = false) =>
      void navigate({ search: (before) => ({ ...before, ...BEGUN, ...change }), replace: !isNew })
    return {
      show,
      take: (step) => show({ steps: withStep(search.steps, step) }, true),
      add: (step, node) =>
        show(
          { steps: withStep(search.steps, step), selected: [node], edge: undefined, tab: undefined },
          true,
        ),
      select: (ids, isMore = false) => {
        const before = isMore ? (search.selected ?? []) : []
        const [id] = ids
        const isOff = isMore && ids.length === 1 && id !== undefined && before.includes(id)
        const next = isOff ? before.filter((one) => one !== id) : [...new Set([...before, ...ids])]
        show({ selected: next.length > 0 ? next : undefined, edge: undefined })
      },
      remove: (ids) => {
        if (ids.length === 0) return
        const steps = [...(search.steps ?? []), ...ids.map((node) => encodeStep({ do: 'remove', node }))]
        const left = search.selected?.filter((id) => !ids.includes(id)) ?? []
        show({ steps, selected: left.length > 0 ? left : undefined, edge: undefined }, true)
        say(`${ids.length === 1 ? 'A node was' : `${ids.length} nodes were`} removed.`, () =>
          show({ steps: search.steps, selected: search.selected }, true),
        )
      },
      follow: (from, to) => {
        const isAsked = isArtist(from) && isArtist(to)
        const steps = isAsked ? withStep(search.steps, { do: 'path', from, to }) : search.steps
        show({ steps, path: [from, to], way: undefined, edge: undefined }, true)
      },
      pin: (id, at) => {
        const others = (search.pins ?? []).filter((pin) => !pin.endsWith(`,${id}`))
        const pins = at === null ? others : [...others, encodePin({ id, ...at })]
        show({ pins: pins.length > 0 ? pins : undefined })
      },
      place: (layout) => show({ layout, centre: layout === undefined ? undefined : search.selected?.at(-1) }),
      fit: (ids) => driver.current?.fit(ids),
    }
  }, [navigate, search.steps, search.selected, search.pins, driver])
}
