import { Link } from '@tanstack/react-router'
import type { MouseEvent as Click } from 'react'
import type { QueueRow as Row } from '@/core/findings/queue'
import { ageOf, claimText, stakeOf, strongest, tellStake } from '@/core/findings/queueClaim'
import { formatDay } from '@/core/format/dates'
import { formatProbability } from '@/core/format/numbers'
import { KindTag, StatusTag } from '@/views/shared/tags'
import { Claim } from './Claim'
import { FactLine } from './FactLine'

type RowProps = {
  row: Row
  night: string | null
  focused: boolean
  picked: boolean
  me: string | undefined
  mayReview: boolean
  focus: () => void
  pick: (range: boolean) => void
  /** Called before the link leads away. */
  leave: () => void
}

/** A finding as it is read in five seconds: what is claimed and at stake, the heaviest facts of both sides, and how it stands. */
export function QueueRow({ row, night, focused, picked, me, mayReview, focus, pick, leave }: RowProps) {
  const facts = strongest(row.evidence)
  const age = ageOf(row, night, formatDay)
  const onClick = (event: Click) => {
    if (event.shiftKey && mayReview) {
      event.preventDefault()
      pick(true)
    } else focus()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the link is j and k for the mouse
    // biome-ignore lint/a11y/noStaticElementInteractions: the link and the box in it are what can be used
    <div className="queue-row" data-focused={focused} data-picked={picked} onClick={onClick}>
      {mayReview ? (
        <input
          type="checkbox"
          checked={picked}
          aria-label={`Select: ${claimText(row)}`}
          onClick={(event) => event.stopPropagation()}
          onChange={({ nativeEvent }) => pick(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
          tabIndex={focused ? 0 : -1}
        />
      ) : (
        <span />
      )}
      <div className="queue-odds">
        <Meter name="Probability" value={row.score} text={formatProbability(row.score)} />
        <Meter name="Stake" value={row.harm ?? 0} text={tellStake(row.harm)} soft title={row.harmReason} />
      </div>
      <div className="queue-main">
        <div className="queue-kind">
          <KindTag kind={row.kind} />
          <span className="soft clip" title={`At stake: ${row.harmReason}`}>
            {stakeOf(row.harmReason)}
          </span>
        </div>
        <Link
          to="/findings/$id"
          params={{ id: row.id }}
          className="queue-claim"
          data-finding={row.id}
          onFocus={focus}
          onClick={leave}
          title={claimText(row)}
        >
          <Claim finding={row} />
        </Link>
        <div className="queue-facts">
          <FactLine side="for" fact={facts.for} />
          <FactLine side="against" fact={facts.against} />
        </div>
      </div>
      <div className="queue-state">
        <span className={`tag ${age.tone}`} title={age.title}>
          {age.tag}
        </span>
        <StatusTag status={row.status} />
        {row.assignee && (
          <span className="soft clip" title={`Given to ${row.assignee}`}>
            {row.assignee === me ? 'me' : row.assignee}
          </span>
        )}
      </div>
    </div>
  )
}

type MeterProps = { name: string; value: number; text: string; soft?: boolean; title?: string }

function Meter({ name, value, text, soft = false, title }: MeterProps) {
  return (
    <span className={soft ? 'meter soft' : 'meter'} title={title ?? `${name}: ${text}`}>
      <span className="meter-name">{name}</span>
      <span className="number">{text}</span>
      <span className={soft ? 'meter-bar stake' : 'meter-bar'} aria-hidden="true">
        <span style={{ width: `${value * 100}%` }} />
      </span>
    </span>
  )
}
