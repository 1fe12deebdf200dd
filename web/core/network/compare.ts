import { nodeName } from './kinds'
import type { CanvasNode, Mark, Tie } from './network'

type Shared = Tie & { artistIds: string[]; isGiant: boolean }

/** A row of what artists share: one thing, or several of one type that the same artists share, whose weights add up. */
export type SharedRow = { key: string; type: string; ties: Shared[]; weight: number; isGiant: boolean }

/** More things than these of one type, shared by the same artists, are one row. */
const MOST_APART = 2

/** What artists share as rows, the most telling first. */
export function foldShared(shared: readonly Shared[]): SharedRow[] {
  const groups = new Map<string, Shared[]>()
  for (const tie of shared) {
    const key = [tie.type, tie.isGiant, ...[...tie.artistIds].sort()].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), tie])
  }
  return [...groups.values()]
    .flatMap((group) => (group.length > MOST_APART ? [group] : group.map((tie) => [tie])))
    .map(rowOf)
    .sort((left, right) => right.weight - left.weight || left.key.localeCompare(right.key))
}

function rowOf(ties: Shared[]): SharedRow {
  const [{ type, id, isGiant }] = ties as [Shared]
  const weight = ties.reduce((sum, tie) => sum + tie.weight, 0)
  return { key: `${type} ${id}`, type, ties, weight, isGiant }
}

/** The names of nodes, with the id behind those that several have. */
export function toldApart(nodes: readonly CanvasNode[]): string[] {
  const names = nodes.map(nodeName)
  return nodes.map(({ id }, place) => {
    const name = names[place] as string
    const isAlone = names.filter((other) => looksOf(other) === looksOf(name)).length === 1
    return isAlone ? name : `${name} (${id.slice(id.indexOf(':') + 1)})`
  })
}

/** What is left of a name at a glance: neither case, nor spaces, nor what is not seen. */
const looksOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}\p{Cc}]/gu, '')

/** The findings that are about these two, one against the other, the most probable first; with the part that `left` has in each. */
export const claimsBetween = (left: readonly Mark[] | null, right: readonly Mark[] | null): Mark[] =>
  (left ?? []).filter(
    (mark) =>
      mark.role !== 'member' &&
      right?.some(({ id, role }) => id === mark.id && role !== 'member' && role !== mark.role) === true,
  )
