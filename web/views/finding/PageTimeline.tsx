import { scaleUtc } from 'd3-scale'
import { useState } from 'react'
import { axisTicks } from '@/core/artists/lanes'
import { type Lane, type LaneOf, lanesOf, type OnPage, spanOf } from '@/core/finding/page'
import { formatDay } from '@/core/format/dates'
import { countOf } from '@/core/format/words'
import { Text } from '@/views/shared/Text'

type Props = { releases: readonly OnPage[]; suspects: ReadonlySet<string>; mayReadPayees: boolean }
const NAMES: Record<LaneOf, string> = { payee: 'Payee', distributor: 'Distributor', label: 'Label' }
const LANE = 26
const LEFT = 190
const WIDTH = 900
const MOST = 14

/** The page's releases over time, a lane for each payee, distributor or label: a lane that came late and stays alone stands out. */
export function PageTimeline({ releases, suspects, mayReadPayees }: Props) {
  const choices: LaneOf[] = mayReadPayees ? ['payee', 'distributor', 'label'] : ['distributor', 'label']
  const [by, setBy] = useState<LaneOf>(choices[0] ?? 'distributor')
  const all = lanesOf(releases, by, suspects)
  const lanes = all.length <= MOST ? all : all.filter((lane, place) => place < MOST - 1 || lane.onlySuspect)
  const span = spanOf(lanes)
  if (span === null) return <p className="soft">No release has a day, so there is no timeline.</p>
  const unknownDay = releases.filter(
    ({ releaseDate, receivedAt }) => releaseDate == null && receivedAt == null,
  )
  return (
    <figure className="timeline">
      <figcaption className="row">
        <strong>Releases of the page over time, by</strong>
        <fieldset className="row tight">
          <legend className="visually-hidden">Lanes</legend>
          {choices.map((choice) => (
            <button
              key={choice}
              type="button"
              className="button small"
              aria-pressed={choice === by}
              onClick={() => setBy(choice)}
            >
              {NAMES[choice]}
            </button>
          ))}
        </fieldset>
        <span className="soft legend">
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <circle cx="6" cy="6" r="4.5" className="mark" />
          </svg>
          other release
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d="M6 0 L12 6 L6 12 L0 6 Z" className="mark suspect" />
          </svg>
          this one
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <circle cx="6" cy="6" r="4" className="mark by-name" />
          </svg>
          put there by name only
        </span>
      </figcaption>
      <div className="table-scroll">
        <Drawing lanes={lanes} span={span} />
      </div>
      {(all.length > lanes.length || unknownDay.length > 0) && (
        <p className="soft">
          {all.length > lanes.length && `${countOf(all.length - lanes.length, 'lane')} not drawn. `}
          {unknownDay.length > 0 && `${countOf(unknownDay.length, 'release')} without a day.`}
        </p>
      )}
      <details>
        <summary>As a table</summary>
        <table className="compare">
          <thead>
            <tr>
              <th scope="col">{NAMES[by]}</th>
              <th scope="col">Releases</th>
              <th scope="col">First</th>
              <th scope="col">Last</th>
              <th scope="col">This release</th>
            </tr>
          </thead>
          <tbody>
            {all.map((lane) => (
              <tr key={lane.id}>
                <td>
                  <Text>{lane.name}</Text>
                </td>
                <td>{lane.marks.length}</td>
                <td>{formatDay(lane.marks[0]?.day)}</td>
                <td>{formatDay(lane.marks.at(-1)?.day)}</td>
                <td>{lane.marks.some(({ suspect }) => suspect) ? 'yes' : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

function Drawing({ lanes, span }: { lanes: readonly Lane[]; span: [string, string] }) {
  const scale = scaleUtc([new Date(span[0]), new Date(span[1])], [LEFT + 14, WIDTH - 14])
  const height = lanes.length * LANE + 26
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label="Timeline; the table below says the same">
      {axisTicks(Date.parse(span[0]), Date.parse(span[1])).map(({ at, text }) => (
        <g key={at} transform={`translate(${scale(at)},0)`}>
          <line y1="0" y2={height - 20} className="tick" />
          <text y={height - 6} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
      {lanes.map((lane, row) => (
        <g key={lane.id} transform={`translate(0,${row * LANE})`} className={lane.onlySuspect ? 'alone' : ''}>
          <line x1={LEFT} x2={WIDTH} y1={LANE / 2} y2={LANE / 2} className="lane" />
          <text x="0" y={LANE / 2 + 4}>
            <title>{lane.name}</title>
            {lane.name.length > 26 ? `${lane.name.slice(0, 25)}…` : lane.name}
          </text>
          {lane.marks.map((mark) => (
            <g key={mark.id} transform={`translate(${scale(new Date(mark.day))},${LANE / 2})`}>
              <title>{`${mark.title}, ${formatDay(mark.day)}${mark.byNameOnly ? ', put there by name only' : ''}`}</title>
              {mark.suspect ? (
                <path d="M0 -8 L8 0 L0 8 L-8 0 Z" className="mark suspect" />
              ) : (
                <circle r="4.5" className={mark.byNameOnly ? 'mark by-name' : 'mark'} />
              )}
            </g>
          ))}
        </g>
      ))}
    </svg>
  )
}
