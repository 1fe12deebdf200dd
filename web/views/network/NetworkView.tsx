import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import '@/styles/network.css'
import { type CanvasEdge, type CanvasNetwork, tieKey } from '@/core/network/network'
import { encodePlaces } from '@/core/network/places'
import { LONGEST_ADDRESS, type NetworkSearch, readPins } from '@/core/network/search'
import { isArtist } from '@/core/network/steps'
import { say } from '@/views/shared/toasts'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { Benchmark } from './Benchmark'
import { Canvas, type Tool } from './Canvas'
import { NetworkContext } from './context'
import type { CanvasDriver, Highlight } from './driver'
import { Legend } from './Legend'
import { type Menu, NodeMenu } from './NodeMenu'
import { Panel } from './Panel'
import { useWay } from './PathPanel'
import { Start } from './Start'
import { saveImage, saveJson } from './save'
import { Toolbar } from './Toolbar'
import { useActions } from './useActions'
import { useLayout } from './useLayout'
import { useNetwork } from './useNetwork'
import { walkKeys } from './walk'

/** Who is tied to whom, on a canvas that the address holds whole. */
export function NetworkView() {
  const search = useSearch({ from: '/network' })
  if (search.benchmark !== undefined) return <Benchmark count={search.benchmark} />
  return <Explorer search={search} />
}

function Explorer({ search }: { search: NetworkSearch }) {
  const driver = useRef<CanvasDriver | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const [tool, setTool] = useState<Tool>('move')
  const [menu, setMenu] = useState<Menu | null>(null)
  const closeMenu = useCallback(() => setMenu(null), [])
  const network = useNetwork(search)
  const { places, isPlacing } = useLayout(network.all, network.shown, search, network.isSettled)
  const way = useWay(network.shown, search)
  const act = useActions(search, driver)
  const navigate = useNavigate({ from: '/network' })
  const router = useRouter()
  const selected = search.selected ?? []
  const edge = search.edge === undefined ? undefined : edgeOf(network.shown, search.edge)

  const highlight = useMemo(
    (): Highlight => ({
      selected: new Set(search.selected),
      edge: edge?.key ?? null,
      way,
      pinned: new Set(readPins(search.pins).keys()),
    }),
    [search.selected, search.pins, edge?.key, way],
  )
  const open = (id: string) =>
    isArtist(id) ? act.take({ do: 'around', node: id, depth: 1 }) : act.select([id])
  const openSelected = () => selected.length === 1 && selected[0] !== undefined && open(selected[0])
  const share = async () => {
    const told = encodePlaces(places)
    const address = (change: Partial<NetworkSearch>) =>
      new URL(
        router.buildLocation({ to: '/network', search: { ...search, ...change } }).href,
        window.location.origin,
      ).href
    const whole = address({ places: told })
    const isShort = whole.length <= LONGEST_ADDRESS
    await navigator.clipboard.writeText(isShort ? whole : address({ places: undefined }))
    say(
      isShort
        ? 'The link is copied; it shows this view.'
        : 'The link is copied. The view is large: places are computed anew.',
    )
  }
  useShortcuts('Network', [
    ...walkKeys(network.shown, act, selected.at(-1)),
    { keys: 'e', does: 'Add who is tied to the selected artist (Enter on the canvas)', run: openSelected },
    {
      keys: 'm',
      does: 'Menu of the selected node',
      run: () => {
        const id = selected.at(-1)
        const at = id === undefined ? null : driver.current?.where(id)
        if (id !== undefined && at != null) setMenu({ id, at })
      },
    },
    { keys: 'Delete', does: 'Remove what is selected', run: () => act.remove(selected) },
    {
      keys: 'p',
      does: 'Ways between the two selected nodes',
      run: () => {
        const [from, to] = selected
        if (selected.length === 2 && from !== undefined && to !== undefined) act.follow(from, to)
        else say('Select two nodes first: click one, then another with Shift.')
      },
    },
    { keys: 'f', does: 'Fit all on the canvas', run: () => act.fit() },
    { keys: '+', does: 'Closer', run: () => driver.current?.zoom(1.4) },
    { keys: '-', does: 'Further away', run: () => driver.current?.zoom(1 / 1.4) },
    {
      keys: 'l',
      does: 'Layout: by ties, or in rings around the selected node',
      run: () => act.place(search.layout === 'rings' ? undefined : 'rings'),
    },
    { keys: 'a', does: 'Add a node by name', run: () => field.current?.focus() },
    {
      keys: 'Escape',
      does: 'Let go of what is selected, or close the ways',
      run: () =>
        search.path === undefined
          ? act.show({ selected: undefined, edge: undefined })
          : act.show({ path: undefined, way: undefined }),
    },
  ])

  const tidy = () => {
    void navigate({
      search: (before) => ({
        ...before,
        tidy: network.steps.length,
        layout: undefined,
        pins: undefined,
        places: undefined,
      }),
    })
  }
  const isEmpty = network.steps.length === 0
  const isWaiting = !network.isSettled || isPlacing
  return (
    <NetworkContext value={{ search, all: network.all, shown: network.shown, act }}>
      <div className="network-view">
        <title>Network · Namesake</title>
        {!isEmpty && <h1 className="visually-hidden">Network</h1>}
        <Toolbar
          field={field}
          tool={tool}
          setTool={setTool}
          tidy={tidy}
          share={() => void share()}
          saveImage={() => driver.current !== null && saveImage(driver.current, network.shown)}
          saveJson={() => saveJson(network.shown, places)}
          isEmpty={isEmpty}
        />
        {isEmpty ? (
          <Start />
        ) : (
          <div className="network-main">
            <div className="network-place">
              <Canvas
                network={network.shown}
                places={places}
                highlight={highlight}
                driver={driver}
                fitKey={`${search.layout} ${search.centre} ${search.tidy}`}
                tool={tool}
                onEnter={openSelected}
                onLasso={act.select}
                events={{
                  pick: (under, isMore) => {
                    if (under === null) return isMore || act.show({ selected: undefined, edge: undefined })
                    if (under.kind === 'node') return act.select([under.id], isMore)
                    const found = network.shown.edges.get(under.id)
                    if (found !== undefined)
                      act.show({ edge: [found.source, found.target], selected: undefined })
                  },
                  open,
                  menu: (id, at) => setMenu({ id, at }),
                  pin: act.pin,
                }}
              />
              {menu !== null && <NodeMenu menu={menu} close={closeMenu} />}
              <Legend network={network.shown} />
              <p className="network-waiting" role="status">
                {isWaiting ? (network.isSettled ? 'Placing…' : 'Loading…') : ''}
              </p>
            </div>
            <Panel network={network} open={open} edge={edge?.edge} />
          </div>
        )}
      </div>
    </NetworkContext>
  )
}

/** The edge between two nodes: their tie if there is one, else the first relationship. */
function edgeOf(
  network: CanvasNetwork,
  [left, right]: [string, string],
): { key: string; edge: CanvasEdge } | undefined {
  const wanted = tieKey(left, right)
  const tie = network.edges.get(wanted)
  if (tie !== undefined) return { key: wanted, edge: tie }
  for (const [key, edge] of network.edges)
    if (tieKey(edge.source, edge.target) === wanted) return { key, edge }
  return undefined
}
