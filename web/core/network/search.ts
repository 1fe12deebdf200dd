import { encodeStep, type Step } from './steps'

/**
 * What the view's address says. A part that is left out is the default; what cannot be read is left out.
 *
 * `steps`: how the network came about, in order; see steps.ts. Asked again, they give the same network. `artist`, `finding`, `cluster`: where
 * another view leads here; they become the first step. `selected`: node ids. `edge`: the two ends of a tie. `hidden`: types that are not shown.
 * `giants`: show ties through what very many share. `things`: draw what is shared as nodes. `weight`: the least weight of a tie that is drawn, LEAST_WEIGHT if left out. `centre`: the node in the middle of
 * the rings.
 * `tidy`: the first so many steps are laid out at once, the others one by one. `pins`: nodes that somebody put in their place, `x,y,id`.
 * `places`: where all nodes were when the link was copied; see places.ts.
 * `path`: two node ids, `way`: which of the ways between them. `benchmark`: nodes of a made-up graph for measuring.
 */
export type NetworkSearch = {
  steps?: string[]
  artist?: string
  finding?: string
  cluster?: string
  selected?: string[]
  edge?: [string, string]
  hidden?: string[]
  giants?: true
  things?: true
  weight?: number
  layout?: 'rings'
  centre?: string
  tidy?: number
  pins?: string[]
  places?: string
  path?: [string, string]
  way?: number
  tab?: 'nodes' | 'ties'
  benchmark?: number
}

const MAX_BENCHMARK = 20_000

const texts = (value: unknown): string[] | undefined => {
  if (!Array.isArray(value)) return undefined
  const found = value.filter((part) => typeof part === 'string' || typeof part === 'number').map(String)
  return found.length > 0 ? found : undefined
}

const pair = (value: unknown): [string, string] | undefined => {
  const found = texts(value)
  return found?.length === 2 ? [found[0] as string, found[1] as string] : undefined
}

const positive = (value: unknown, most: number): number | undefined => {
  const number = Number(value)
  return value !== undefined && number > 0 && number <= most ? number : undefined
}

const whole = (value: unknown, most: number): number | undefined => {
  const number = positive(value, most)
  return number === undefined ? undefined : Math.floor(number)
}

/** The first step that an address of another view asks for. */
function firstStep(given: Record<string, unknown>): string[] | undefined {
  const starts: [unknown, (id: string) => Step][] = [
    [given.finding, (id) => ({ do: 'finding', id })],
    [given.cluster, (id) => ({ do: 'cluster', id })],
    [given.artist, (id) => ({ do: 'around', node: `Artist:${id}`, depth: 1 })],
  ]
  const found = starts.find(([value]) => typeof value === 'string' || typeof value === 'number')
  return found === undefined ? undefined : [encodeStep(found[1](String(found[0])))]
}

/** Drop the parts that say nothing, so that an address holds only what differs from the default. */
function compact(search: { [Key in keyof NetworkSearch]: NetworkSearch[Key] | undefined }): NetworkSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined))
}

/** The network that an address asks for. */
export function readNetworkSearch(given: Record<string, unknown>): NetworkSearch {
  return compact({
    steps: texts(given.steps) ?? firstStep(given),
    selected: texts(given.selected),
    edge: pair(given.edge),
    hidden: texts(given.hidden),
    giants: given.giants === true ? true : undefined,
    things: given.things === true ? true : undefined,
    weight: given.weight === 0 ? 0 : positive(given.weight, 100),
    layout: given.layout === 'rings' ? 'rings' : undefined,
    centre: typeof given.centre === 'string' ? given.centre : undefined,
    tidy: whole(given.tidy, 10_000),
    pins: texts(given.pins),
    places: typeof given.places === 'string' && given.places !== '' ? given.places : undefined,
    path: pair(given.path),
    way: whole(given.way, 100),
    tab: given.tab === 'nodes' || given.tab === 'ties' ? given.tab : undefined,
    benchmark: whole(given.benchmark, MAX_BENCHMARK),
  })
}

/** A node that was put in its place. */
export type Pin = { id: string; x: number; y: number }

export const encodePin = ({ id, x, y }: Pin): string => `${Math.round(x)},${Math.round(y)},${id}`

/** The pins that can be read, by node. */
export function readPins(pins: readonly string[] | undefined): Map<string, Pin> {
  const found = new Map<string, Pin>()
  for (const pin of pins ?? []) {
    const [, x, y, id] = /^(-?\d+),(-?\d+),(.+)$/s.exec(pin) ?? []
    if (id !== undefined) found.set(id, { id, x: Number(x), y: Number(y) })
  }
  return found
}

/** The longest address, in characters, that every browser, mail program and proxy passes on whole. */
export const LONGEST_ADDRESS = 8_000

/** The search with or without an id in one of its lists. */
export function toggled(list: readonly string[] | undefined, id: string): string[] | undefined {
  const rest = (list ?? []).filter((one) => one !== id)
  const next = rest.length === (list ?? []).length ? [...rest, id] : rest
  return next.length > 0 ? next : undefined
}
