import { scriptOf } from '@/core/names/scripts'

/** The script of most of a text's letters, Japanese where kana are among them; null where it has no letters that are known. */
export function mainScript(text: string): string | null {
  const counts = new Map<string, number>()
  for (const character of text) {
    const script = scriptOf(character)
    if (script !== null) counts.set(script, (counts.get(script) ?? 0) + 1)
  }
  if (counts.has('Hiragana') || counts.has('Katakana')) return 'Japanese'
  return [...counts].toSorted(([, left], [, right]) => right - left)[0]?.[0] ?? null
}

/** A text without case and accents, its words parted by one blank. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const joined = (text: string): string => fold(text).replaceAll(' ', '')

const IDENTIFIERS: Record<string, string> = {
  id: 'has this id',
  isrc: 'has this ISRC',
  upc: 'has this UPC',
  isni: 'has this ISNI',
  ipi: 'has this IPI number',
  musicbrainz: 'has this MusicBrainz id',
  musicbrainz_id: 'has this MusicBrainz id',
  discogs: 'has this Discogs id',
  discogs_id: 'has this Discogs id',
  url: 'links to this address',
}

/** How a name or title meets the text; null where it does not by its letters. */
function meets(typed: string, found: string): string | null {
  if (typed.trim() === found) return 'exactly so'
  const left = fold(typed)
  const right = fold(found)
  if (left === '' || right === '') return null
  if (left === right) return 'same, but for case, accents or signs'
  if (joined(typed) === joined(found)) return 'same letters, joined or parted'
  if (right.startsWith(left)) return 'begins so'
  const words = right.split(' ')
  const all = left.split(' ').every((word) => words.some((other) => other.startsWith(word)))
  return all ? 'has these words' : null
}

/** Why something was found, in words.

`matchedOn`: of the API's answer. `typed`: the text searched for. `names`: of what was found, its own first, then aliases. */
export function describeMatch(matchedOn: string, typed: string, names: readonly string[]): string {
  const known = IDENTIFIERS[matchedOn]
  if (known !== undefined) return known
  if (!['name', 'title', 'alike'].includes(matchedOn)) return `has this ${matchedOn.replaceAll('_', ' ')}`
  const [own, ...aliases] = names
  const thing = matchedOn === 'title' ? 'title' : 'name'
  const met = own === undefined ? null : meets(typed, own)
  if (met !== null) return `${thing}: ${met}`
  for (const alias of aliases) {
    if (meets(typed, alias) !== null) return `also known as “${alias}”`
  }
  const from = mainScript(typed)
  const to = mainScript(own ?? '')
  if (from !== null && to !== null && from !== to) return `${thing}: reads alike in ${to}`
  return matchedOn === 'alike' ? `${thing}: sounds or looks alike` : `${thing}: misspelt or nearly so`
}
