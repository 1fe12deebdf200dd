import '@/styles/answers.css'
import { ANSWERS_NOTE, answersOf } from '@/core/finding/answers'
import { QUESTION_ORDER, QUESTIONS } from '@/core/finding/evidence'
import { formatProbability } from '@/core/format/numbers'

type Props = { finding: Parameters<typeof answersOf>[0] }

/** Both answers about a farm, and how they stand to its score. */
export function AnswersTable({ finding }: Props) {
  const told = answersOf(finding)
  return (
    <table className="answers">
      <tbody>
        {QUESTION_ORDER.map((question) => (
          <tr key={question}>
            <th scope="row">
              {QUESTIONS[question].name}
              <span className="soft">{QUESTIONS[question].help}</span>
            </th>
            <td className="number">{told === null ? '–' : formatProbability(told[question])}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td className="soft" colSpan={2}>
            {told === null ? 'The run that found it did not tell.' : ANSWERS_NOTE}
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
