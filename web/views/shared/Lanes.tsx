import { Link } from '@tanstack/react-router'
import { type CSSProperties, useState } from 'react'
import {
  axisTicks,
  buildLanes,
  describeLane,
  type Lane,
  type LaneBy,
  type Mark,
  type TimedRelease,
} from '@/core/artists/lanes'
import { formatDay } from '@/core/format/dates'
import { formatProbability } from '@/core/format/numbers'
import { KINDS } from '@/core/format/words'
import { assignmentOf, releaseTypeOf } from '@/core/releases/words'
import '@/styles/lanes.css'

const LANES: Record<LaneBy, string> = { distributor: 'Distributors', payee: 'Payees', label: 'Labels' }

type LanesProps = {
  title: string
  releases: readonly TimedRelease[]
  by: LaneBy
  /** The kinds of lanes on offer; payees only for whoever may read them. */
  offered: readonly LaneBy[]
  choose: (by: LaneBy) => void
  /** What the reader should know of what is shown, such as how much is not. */
  note?: string | undefined
  /** Days that are drawn as lines: what happened then. */
  events?: readonly { day: string; text: string }[]
  mark?: string | undefined
}

/** Releases by time, a lane for each distributor, payee or label: one that begins late stands at the bottom. */
export function Lanes({ title, releases, by, offered, choose, note, events = [], mark }: LanesProps) {
  const [pointed, setPointed] = useState<Mark | null>(null)
  const { lanes, from, to, undated } = buildLanes(releases, by)
  const span = Math.max(to - from, 1)
  const place = (at: number): string => `${((at - from) / span) * 100}%`
  const lines = events
    .map(({ day, text }) => ({ at: Date.parse(day), text }))
    .filter(({ at }) => at >= from && at <= to)
  const notes = [note, undated > 0 ? `${undated} without a date are not shown.` : undefined].filter(Boolean)
  return (
    <section className="panel lanes">
      <header>
        <h2>{title}</h2>
        <fieldset className="row" aria-label="A lane for each">
          {offered.map((one) => (
            <button
              key={one}
              type="button"
              className="button"
              aria-pressed={by === one}
              onClick={() => choose(one)}
            >
              {LANES[one]}
            </button>
          ))}
        </fieldset>
      </header>
      {lanes.length === 0 ? (
        <p className="quiet">No release here has a date.</p>
      ) : (
        <div className="lanes-body">
          <div className="swim-lane lane-axis" aria-hidden="true">
            <span />
            <div className="lane-track">
              {axisTicks(from, to).map(({ at, text }) => (
                <span key={at} className="lane-tick" style={{ left: place(at) }}>
                  {text}
                </span>
              ))}
            </div>
          </div>
          <ol className={lanes.length > 14 ? 'lane-list many' : 'lane-list'}>
            {lanes.map((lane) => (
              <LaneRow
                key={lane.key}
                lane={lane}
                from={from}
                place={place}
                point={setPointed}
                lines={lines}
                mark={mark}
              />
            ))}
          </ol>
          <p className="lane-detail" aria-live="polite">
            {pointed === null ? <Legend lines={lines} marked={mark !== undefined} /> : describeMark(pointed)}
          </p>
        </div>
      )}
      {notes.length > 0 && <p className="lane-note soft">{notes.join(' ')}</p>}
    </section>
  )
}

type LaneRowProps = {
  lane: Lane
  from: number
  place: (at: number) => string
  point: (mark: Mark | null) => void
  lines: readonly { at: number; text: string }[]
  mark: string | undefined
}

function LaneRow({ lane, from, place, point, lines, mark }: LaneRowProps) {
  const text = describeLane(lane, from)
  return (
    <li className="swim-lane">
      <span className="lane-name" title={`${lane.name}: ${text}`}>
        <span className={lane.known ? '' : 'soft'}>{lane.name}</span>
        <small>{text}</small>
      </span>
      <div className="lane-track">
        {lines.map((line) => (
          <span key={line.text} className="lane-event" style={{ left: place(line.at) }} title={line.text} />
        ))}
        <span className="lane-extent" style={extentOf(lane, place)} />
        {lane.marks.map((one) => (
          <Link
            key={one.release.id}
            to="/releases/$id"
            params={{ id: one.release.id }}
            tabIndex={one.standing === 'clear' ? -1 : 0}
            aria-current={one.release.id === mark ? 'true' : undefined}
            className={`lane-mark ${assignmentOf(one.release.artistAssignment).mark} ${one.standing}${one.release.id === mark ? ' here' : ''}`}
            style={{ left: place(one.at), bottom: 7 + one.level * 7 }}
            aria-label={describeMark(one)}
            onMouseEnter={() => point(one)}
            onMouseLeave={() => point(null)}
            onFocus={() => point(one)}
            onBlur={() => point(null)}
          />
        ))}
      </div>
    </li>
  )
}

const extentOf = (lane: Lane, place: (at: number) => string): CSSProperties => ({
  left: place(lane.first),
  right: `calc(100% - ${place(lane.last)})`,
})

/** A mark in words: what, when, how it came here, what is said of it. */
function describeMark({ release, at, standing }: Mark): string {
  const when = `${release.receivedAt ? 'received' : 'out'} ${formatDay(new Date(at).toISOString())}`
  const said = release.findings.map(
    (finding) =>
      `${KINDS[finding.kind as keyof typeof KINDS]?.name ?? finding.kind} ${formatProbability(finding.score)}, ${finding.status}`,
  )
  const parts = [
    `${release.title ?? release.id} (${releaseTypeOf(release.type)})`,
    when,
    assignmentOf(release.artistAssignment).name.toLowerCase(),
    release.distributor?.name ?? 'distributor not told',
  ]
  return standing === 'clear' ? parts.join(' · ') : [...parts, ...said].join(' · ')
}

function Legend({ lines, marked }: { lines: readonly { text: string }[]; marked: boolean }) {
  return (
    <span className="lane-legend soft">
      <span>
        <i className="lane-mark firm clear" /> by identifier or key
      </span>
      <span>
        <i className="lane-mark named clear" /> by name only
      </span>
      <span>
        <i className="lane-mark manual clear" /> by hand
      </span>
      <span>
        <i className="lane-mark unknown clear" /> way not told
      </span>
      <span>
        <i className="lane-mark named suspect" /> likely finding
      </span>
      <span>
        <i className="lane-mark named unlikely" /> unlikely finding
      </span>
      <span>
        <i className="lane-mark firm dismissed" /> dismissed
      </span>
      {marked && (
        <span>
          <i className="lane-mark unknown clear here" /> this one
        </span>
      )}
      {lines.map(({ text }) => (
        <span key={text}>
          <i className="lane-event" /> {text}
        </span>
      ))}
    </span>
  )
}
