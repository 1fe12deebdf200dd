import { countOf } from '@/core/format/words'
import { describeGrapheme, isInvisible, scriptsIn } from './scripts'

/** A stretch of a name: equal to the other name's, differing only by its case, or different. */
export type Piece = { text: string; how: 'same' | 'case' | 'differs' }
/** What stands in one name where the other has something else; empty is nothing at all. */
export type Difference = { left: string; right: string; leftIs: string; rightIs: string }
/** `apart`: they share no script, so there is nothing to compare letter by letter. */
export type Comparison = {
  left: Piece[]
  right: Piece[]
  differences: Difference[]
  equal: boolean
  apart: boolean
}

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** The characters as people count them. Joiners and selectors stay with the character before them. */
export const graphemesOf = (name: string): string[] =>
  [...segmenter.segment(name)].map(({ segment }) => segment)

const fold = (grapheme: string): string => grapheme.toLowerCase()

/** The places of a longest common run of graphemes, case aside: the steps of a path through both names. */
function align(left: readonly string[], right: readonly string[]): { left: number; right: number }[] {
  const width = right.length + 1
  const lengths = new Uint16Array((left.length + 1) * width)
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0
  const alike = (row: number, column: number): boolean => fold(left[row] ?? '') === fold(right[column] ?? '')
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] = alike(row, column)
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const path: { left: number; right: number }[] = []
  let row = 0
  let column = 0
  while (row < left.length && column < right.length) {
    if (alike(row, column)) {
      path.push({ left: row, right: column })
      row += 1
      column += 1
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1
    else column += 1
  }
  return path
}

function add(pieces: Piece[], text: string, how: Piece['how']): void {
  if (text === '') return
  const last = pieces.at(-1)
  if (last !== undefined && last.how === how) last.text += text
  else pieces.push({ text, how })
}

const describe = (graphemes: readonly string[]): string =>
  graphemes.length === 0 ? 'nothing' : graphemes.map(describeGrapheme).join(', ')

/** Where two names differ, character by character as people see them; a name in another script differs as a whole. */
export function compareNames(left: string, right: string): Comparison {
  const lefts = graphemesOf(left)
  const rights = graphemesOf(right)
  const scripts = scriptsIn(right)
  const apart =
    scripts.length > 0 && scriptsIn(left).length > 0 && !scriptsIn(left).some((one) => scripts.includes(one))
  const comparison: Comparison = { left: [], right: [], differences: [], equal: left === right, apart }
  if (apart) {
    add(comparison.left, left, 'differs')
    add(comparison.right, right, 'differs')
    return comparison
  }
  let from = { left: 0, right: 0 }
  for (const to of [...align(lefts, rights), { left: lefts.length, right: rights.length }]) {
    const [gone, come] = [lefts.slice(from.left, to.left), rights.slice(from.right, to.right)]
    add(comparison.left, gone.join(''), 'differs')
    add(comparison.right, come.join(''), 'differs')
    if (gone.length + come.length > 0) {
      const [leftIs, rightIs] = [describe(gone), describe(come)]
      comparison.differences.push({ left: gone.join(''), right: come.join(''), leftIs, rightIs })
    }
    const [one, other] = [lefts[to.left], rights[to.right]]
    if (one !== undefined && other !== undefined) {
      const how = one === other ? 'same' : 'case'
      add(comparison.left, one, how)
      add(comparison.right, other, how)
    }
    from = { left: to.left + 1, right: to.right + 1 }
  }
  return comparison
}

/** Graphemes of a difference that are each told by script and code point; a longer one is another word, not a trick. */
const TOLD = 4

/** A difference in words: letters that could be taken for others by script and code point, plain ones as they are. */
export function tellDifference({ left, right, leftIs, rightIs }: Difference): string {
  const plain = /^[\x20-\x7e]*$/.test(left + right)
  const long = graphemesOf(left).length > TOLD || graphemesOf(right).length > TOLD
  if (!plain && !long) return `${leftIs} instead of ${rightIs}`
  const quote = (text: string): string => {
    if (text === '') return 'nothing'
    return /^ +$/.test(text) ? countOf(text.length, 'space') : `“${visible(text)}”`
  }
  return `${quote(left)} instead of ${quote(right)}`
}

/** A stretch that differs as it can be seen: its spaces too. */
export const visibleDifference = (text: string): string => visible(text).replaceAll(' ', '␣')

/** A stretch of a name as it can be seen: invisible characters stand as a dotted box. */
export const visible = (text: string): string =>
  [...text].map((character) => (isInvisible(character) ? '⬚' : character)).join('')
