/**
 * How a network on the canvas came about, one step after the other: the address keeps the steps, not the network, so that a link stays
 * short and shows what the graph holds when it is opened.
 *
 * `around`: an artist and those tied to it. `expand`: what hangs on a node by a relationship, of one type where it says so. `node`: a node alone. `finding`, `cluster`: all
 * that they speak of. `path`: what lies between two artists. `remove`: a node leaves. `collapse`: what hangs on a node and on nothing else leaves.
 */
export type Step =
  | { do: 'around'; node: string; depth: number }
  | { do: 'expand'; node: string; relation: string; outgoing: boolean; first: number; type?: string }
  | { do: 'node'; node: string }
  | { do: 'finding'; id: string }
  | { do: 'cluster'; id: string }
  | { do: 'path'; from: string; to: string }
  | { do: 'remove'; node: string }
  | { do: 'collapse'; node: string }

/** Rows that one step brings at first, and at most: the service's own limit. */
export const FIRST = 25
export const MOST = 100

/** A step as a short text: a letter, then what it takes. Ids come last, as they may hold any character. */
export function encodeStep(step: Step): string {
  switch (step.do) {
    case 'around':
      return `a${step.depth}:${step.node}`
    case 'expand':
      return `e${expandHead(step)}${step.first}${step.type === undefined ? '' : `.${step.type}`}:${step.node}`
    case 'node':
      return `n:${step.node}`
    case 'finding':
      return `f:${step.id}`
    case 'cluster':
      return `c:${step.id}`
    case 'path':
      return `p${step.from.length}:${step.from}${step.to}`
    case 'remove':
      return `x:${step.node}`
    case 'collapse':
      return `k:${step.node}`
  }
}

const expandHead = ({ relation, outgoing }: { relation: string; outgoing: boolean }): string =>
  `${relation}.${outgoing ? 'out' : 'in'}.`

/** How many of what hangs on a node by a relationship the steps have brought. `group`: the relationship and the type of what hangs there. */
export const broughtBy = (
  texts: readonly string[] | undefined,
  node: string,
  group: { relation: string; outgoing: boolean; type: string },
): number =>
  readSteps(texts).reduce((most, step) => {
    const isSame =
      step.do === 'expand' &&
      step.node === node &&
      expandHead(step) === expandHead(group) &&
      (step.type ?? group.type) === group.type
    return isSame ? Math.max(most, step.first) : most
  }, 0)

/** The step that a text says, or null if it says none. */
export function decodeStep(text: string): Step | null {
  const cut = text.indexOf(':')
  const [letter, how, rest] = [text[0], text.slice(1, Math.max(cut, 1)), text.slice(cut + 1)]
  if (cut < 1 || rest === '') return null
  switch (letter) {
    case 'a':
      return /^[1-3]$/.test(how) ? { do: 'around', node: rest, depth: Number(how) } : null
    case 'e':
      return decodeExpand(how, rest)
    case 'n':
      return how === '' ? { do: 'node', node: rest } : null
    case 'f':
      return how === '' ? { do: 'finding', id: rest } : null
    case 'c':
      return how === '' ? { do: 'cluster', id: rest } : null
    case 'p': {
      const [from, to] = [rest.slice(0, Number(how)), rest.slice(Number(how))]
      return /^\d+$/.test(how) && from !== '' && to !== '' ? { do: 'path', from, to } : null
    }
    case 'x':
      return how === '' ? { do: 'remove', node: rest } : null
    case 'k':
      return how === '' ? { do: 'collapse', node: rest } : null
    default:
      return null
  }
}

function decodeExpand(how: string, node: string): Step | null {
  const [, relation, direction, first, type] =
    /^([A-Z_]+)\.(in|out)\.(\d{1,3})(?:\.([a-z_]+))?$/.exec(how) ?? []
  if (relation === undefined || Number(first) < 1 || Number(first) > MOST) return null
  const only = type === undefined ? {} : { type }
  return { do: 'expand', node, relation, outgoing: direction === 'out', first: Number(first), ...only }
}

/** The steps that can be read, in order. */
export const readSteps = (texts: readonly string[] | undefined): Step[] =>
  (texts ?? []).map(decodeStep).filter((step) => step !== null)

/** The steps with one more. One that is there already is not said twice, unless something has left since. */
export function withStep(texts: readonly string[] | undefined, step: Step): string[] {
  const steps = texts ?? []
  const text = encodeStep(step)
  const last = steps.lastIndexOf(text)
  const isThere = last >= 0 && !steps.slice(last).some((one) => one.startsWith('x:') || one.startsWith('k:'))
  return isThere ? [...steps] : [...steps, text]
}

/** The id of a node within its type: `a17` of `Artist:a17`. */
export const localId = (node: string): string => node.slice(node.indexOf(':') + 1)

export const isArtist = (node: string): boolean => node.startsWith('Artist:')
