import '@/styles/halves.css'
import type { Halves } from '@/core/finding/halves'
import { formatProbability, formatWeight } from '@/core/format/numbers'

/** Both halves of a farm's sum and what they make together. */
export function HalvesTable({ told }: { told: Halves }) {
  return (
    <div className="stack halves">
      <table>
        <tbody>
          {told.halves.map(({ question, name, help, sum }) => (
            <tr key={question}>
              <th scope="row">
                {name}
                <span className="soft">{help}</span>
              </th>
              <td className="number">{formatWeight(sum)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">Together</th>
            <td className="number">
              <strong>{formatWeight(told.sum)}</strong> = <strong>{formatProbability(told.score)}</strong>
            </td>
          </tr>
        </tbody>
      </table>
      <p className="soft">{told.note}</p>
      {told.tag !== null && (
        <p>
          <span className="tag outline">{told.tag}</span>
        </p>
      )}
    </div>
  )
}
