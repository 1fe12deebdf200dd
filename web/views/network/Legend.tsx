import { kindOf, type Shape } from '@/core/network/kinds'
import type { CanvasNetwork } from '@/core/network/network'

const OUTLINES: Record<Exclude<Shape, 'circle'>, string> = {
  square: '1.5,1.5 12.5,1.5 12.5,12.5 1.5,12.5',
  diamond: '7,0 14,7 7,14 0,7',
  triangle: '7,0.5 13.5,12.5 0.5,12.5',
  hexagon: '0,7 3.5,1 10.5,1 14,7 10.5,13 3.5,13',
}

/** A type's mark as on the canvas. */
export function Glyph({ type }: { type: string }) {
  const kind = kindOf(type)
  const fill = `var(--node-${kind.color})`
  return (
    <svg className="network-glyph" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
      {kind.shape === 'circle' ? (
        <circle cx="7" cy="7" r="6.5" fill={fill} />
      ) : (
        <polygon points={OUTLINES[kind.shape]} fill={fill} />
      )}
      <text x="7" y={kind.shape === 'triangle' ? 11.5 : 10} textAnchor="middle">
        {kind.letter}
      </text>
    </svg>
  )
}

/** What the marks on the canvas mean: the types that are on it, and the rings. */
export function Legend({ network }: { network: CanvasNetwork }) {
  const types = [...new Set([...network.nodes.values()].map((node) => node.type))].sort()
  const isMarked = [...network.nodes.values()].some((node) => (node.marks?.length ?? 0) > 0)
  return (
    <section className="network-legend" aria-label="Legend">
      {types.map((type) => (
        <span key={type} title={kindOf(type).help}>
          <Glyph type={type} /> {kindOf(type).name}
        </span>
      ))}
      {isMarked && (
        <>
          <span title="A finding is a claim with a probability, no fact. What somebody dismissed is not drawn. The ring is as long as the probability is high.">
            <i className="ring subject" /> finding about it
          </span>
          <span title="It is the one who may be wronged.">
            <i className="ring target" /> may be wronged
          </span>
        </>
      )}
      {[...network.edges.values()].some((edge) => edge.kind === 'claim') && (
        <span title="What a finding claims of the two, with its probability. It is no tie and no fact.">
          <i className="line claim" /> claim of a finding
        </span>
      )}
      <span title="A thicker line is a heavier tie.">
        <i className="line" /> tie, by weight
      </span>
    </section>
  )
}
