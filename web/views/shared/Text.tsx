import { codePoint } from '@/core/names/scripts'
import { stretchesOf } from '@/core/names/unseen'

type TextProps = { children: string; className?: string }

/** A name or another text of the catalog: set apart so that it turns nothing around, and with what a page swallows to be seen. */
export function Text({ children, className = '' }: TextProps) {
  return (
    <bdi className={`said ${className}`.trim()}>
      <Stretches text={children} />
    </bdi>
  )
}

/** An English sentence with names in it: it reads from the left whatever the script of the name that it begins with. */
export function Sentence({ children, className = '' }: TextProps) {
  return (
    <bdi dir="ltr" className={`said ${className}`.trim()}>
      <Stretches text={children} />
    </bdi>
  )
}

function Stretches({ text: whole }: { text: string }) {
  return stretchesOf(whole).map(({ text, how, says }, place) => {
    if (how === 'seen') return text
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: stretches of one text, which never move
      <span key={place} className="swallowed" title={says}>
        {how === 'hidden' ? `‹${codePoint(text)}›` : text}
      </span>
    )
  })
}
