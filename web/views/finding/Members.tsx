import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { Member } from '@/core/finding/members'
import type { Finding } from '@/core/finding/queries'
import { countOf } from '@/core/format/words'
import { FailureNotice } from '@/views/shared/states'
import { Probability } from '@/views/shared/tags'
import { ArtistLink, ReleaseLink, Section } from './parts'
import { useMembers } from './useMembers'

const ROW = 36

/** The members of a farm or a campaign, the firmest first, up to thousands of them. */
export function Members({ finding, clusterId, at }: { finding: Finding; clusterId: string; at?: string }) {
  const { members, error, retry } = useMembers(finding, clusterId)
  const scroll = useRef<HTMLElement>(null)
  const rows = useVirtualizer({
    count: members.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 10,
  })
  return (
    <Section name="members" at={at}>
      <p className="row">
        <span>
          {countOf(members.length, 'member')}
          {finding.memberStrengths.length > 0 && ', the firmest first'}.
        </span>
        <Link to="/clusters/$id" params={{ id: clusterId }}>
          The whole cluster: ties, timeline, titles, money, growth
        </Link>
      </p>
      {error !== null && <FailureNotice error={error} retry={retry} />}
      <section
        ref={scroll}
        aria-label="Members, scrolls"
        className="members"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by keys
        tabIndex={0}
        style={{ height: Math.min(members.length * ROW + 2, 420) }}
      >
        <ul style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const member = members[row.index]
            if (member === undefined) return null
            return (
              <li key={member.id} style={{ transform: `translateY(${row.start}px)`, height: ROW }}>
                <Name member={member} />
                <span className="soft grow">{member.detail}</span>
                {member.strength !== null && (
                  <Probability value={member.strength} label="How firmly it belongs" />
                )}
              </li>
            )
          })}
        </ul>
      </section>
    </Section>
  )
}

function Name({ member }: { member: Member }) {
  if (member.type === 'artist') return <ArtistLink id={member.id} name={member.name} />
  if (member.type === 'release')
    return (
      <span>
        <ReleaseLink id={member.id} title={member.name} /> <span className="tag">release</span>
      </span>
    )
  return <code>{member.name}</code>
}
