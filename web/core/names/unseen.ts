import { codePoint, isInvisible } from './scripts'

/** A stretch of a text. `seen`: as it is; `spaces`: blanks that a page would draw as one or as none; `hidden`: a sign that is not drawn; `spelt`: one that was spelt out before, as `‹U+200B›`. */
export type Stretch = { text: string; how: 'seen' | 'spaces' | 'hidden' | 'spelt'; says: string }

/** Joiners shape the letters of these scripts, and emoji, and are written there for good reason. */
const JOINED = new RegExp(
  `(${[
    ...['Arabic', 'Syriac', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Tamil', 'Telugu'],
    ...['Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar'],
  ]
    .map((script) => `\\p{Script=${script}}`)
    .join('|')}|\\p{Extended_Pictographic}|\\p{Emoji_Modifier})$`,
  'u',
)
const JOINERS = new Set(['\u200C', '\u200D'])
/** Variation selectors choose a form of these; after any other letter they do nothing. */
const VARIED = /[\p{Emoji}\p{Extended_Pictographic}\p{Script=Han}\p{Script=Mongolian}]$/u
const VARIES = /\p{Variation_Selector}/u
const SPELT = /^‹U\+[0-9A-F]{4,6}›/
const ODD_SPACES = /^(?:\p{Zs}{2,}|[^\P{Zs} ])/u
/** A space that holds a number or a sign to its word is typography, not a trick. */
const HELD = new Set(['\u00A0', '\u202F'])

/** Whether a sign that is not drawn shapes what stands before it. */
const belongs = (sign: string, before: string): boolean =>
  VARIES.test(sign)
    ? VARIED.test(before)
    : JOINERS.has(sign) && JOINED.test(before.replace(/\p{Variation_Selector}$/u, ''))

/** Signs that are not seen, or that turn the direction of others, as `‹U+200B›`: a claim may hang on them. */
export const spellOut = (text: string): string =>
  stretchesOf(text)
    .map((stretch) => (stretch.how === 'hidden' ? `‹${codePoint(stretch.text)}›` : stretch.text))
    .join('')

/** A text in stretches, put together the same text, so that what a page would swallow can be drawn. */
export function stretchesOf(text: string): Stretch[] {
  const stretches: Stretch[] = []
  let place = 0
  while (place < text.length) {
    const rest = text.slice(place)
    const spaces = ODD_SPACES.exec(rest)?.[0] ?? ''
    const sign = String.fromCodePoint(rest.codePointAt(0) ?? 0)
    if (spaces !== '' && !HELD.has(spaces)) {
      const codes = [...spaces].map(codePoint).join(' ')
      const says = spaces.length > 1 ? `${spaces.length} spaces, ${codes}` : `another space, ${codes}`
      stretches.push({ text: spaces, how: 'spaces', says })
      place += spaces.length
      continue
    }
    const spelt = SPELT.exec(rest)?.[0]
    if (spelt !== undefined) {
      stretches.push({ text: spelt, how: 'spelt', says: `an invisible sign, ${spelt.slice(1, -1)}` })
      place += spelt.length
      continue
    }
    const joins = belongs(sign, text.slice(0, place))
    const last = stretches.at(-1)
    if (isInvisible(sign) && sign !== '\n' && sign !== '\t' && !joins) {
      stretches.push({ text: sign, how: 'hidden', says: `an invisible sign, ${codePoint(sign)}` })
    } else if (last?.how === 'seen') last.text += sign
    else stretches.push({ text: sign, how: 'seen', says: '' })
    place += sign.length
  }
  return stretches
}
