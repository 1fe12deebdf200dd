/** Scripts by their Unicode names, the commonest first; what is in none of them is told by its code point alone. */
const SCRIPTS = [
  ...[
    'Latin',
    'Cyrillic',
    'Greek',
    'Armenian',
    'Georgian',
    'Cherokee',
    'Coptic',
    'Hebrew',
    'Arabic',
    'Syriac',
  ],
  ...['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala'],
  ...['Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan', 'Ethiopic', 'Mongolian', 'Han', 'Hiragana', 'Katakana'],
  ...[
    'Bopomofo',
    'Hangul',
    'Lisu',
    'Tifinagh',
    'Vai',
    'Nko',
    'Deseret',
    'Gothic',
    'Runic',
    'Canadian_Aboriginal',
  ],
].map((name) => ({ name: name.replace('_', ' '), pattern: new RegExp(`\\p{Script=${name}}`, 'u') }))

const INVISIBLE = /[\p{Cf}\p{Cc}\u115F\u1160\u3164\uFFA0]|\u034F|\p{Variation_Selector}/u
const SPACE = /\p{Zs}/u
const MARK = /\p{M}/u

/** The script of a character; null where it belongs to all, as digits and signs do. */
export const scriptOf = (character: string): string | null =>
  SCRIPTS.find(({ pattern }) => pattern.test(character))?.name ?? null

export const isInvisible = (character: string): boolean => INVISIBLE.test(character)

/** `U+0430`. */
export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

function describeOne(character: string): string {
  const code = codePoint(character)
  if (isInvisible(character)) return `invisible ${code}`
  if (SPACE.test(character)) return `${character === ' ' ? 'space' : 'other space'} ${code}`
  if (MARK.test(character)) return `mark ◌${character} ${code}`
  const script = scriptOf(character)
  return script === null ? `${character} ${code}` : `${character} ${script} ${code}`
}

/** What a grapheme is made of: `а Cyrillic U+0430`, `e Latin U+0065 with mark ◌́ U+0301`. */
export const describeGrapheme = (grapheme: string): string => [...grapheme].map(describeOne).join(' with ')

/** The scripts that a name is written in, in the order in which they come. */
export function scriptsIn(name: string): string[] {
  const scripts = [...name].map(scriptOf).filter((script) => script !== null)
  return [...new Set(scripts)]
}

/** Words that mix Latin, Greek, Cyrillic, Armenian or Cherokee letters, which look alike. */
export function mixedWords(name: string): { word: string; scripts: string[] }[] {
  const alike = new Set(['Latin', 'Greek', 'Cyrillic', 'Armenian', 'Cherokee', 'Coptic', 'Lisu'])
  return name
    .split(/[\s\p{P}]+/u)
    .map((word) => ({ word, scripts: scriptsIn(word).filter((script) => alike.has(script)) }))
    .filter(({ scripts }) => scripts.length > 1)
}
