import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { MAX_PART } from '@/core/clusters/clusterSearch'
import { clusterReleasesQuery, type MemberRelease } from '@/core/clusters/clusters'
import { toggle } from '@/core/clusters/members'
import { formatDay } from '@/core/format/dates'
import { countOf, KINDS } from '@/core/format/words'
import { assignmentOf } from '@/core/releases/words'
import { Text } from '@/views/shared/Text'
import { type Column, VirtualTable } from '@/views/shared/VirtualTable'

type MemberReleasesProps = { id: string; part: readonly string[]; payees: boolean }

/** Of a campaign: the releases that are its members, and on whose pages they are. */
export function MemberReleases({ id, part, payees }: MemberReleasesProps) {
  const navigate = useNavigate({ from: '/clusters/$id' })
  const { data } = useInfiniteQuery(clusterReleasesQuery(id, payees))
  if (data === undefined || data.memberReleases.length === 0) return null
  const select = (releaseId: string) => {
    const next = toggle(part, releaseId).slice(0, MAX_PART)
    void navigate({
      search: (old) => ({ ...old, part: next.length === 0 ? undefined : next }),
      replace: true,
      resetScroll: false,
    })
  }
  const total = data.memberReleaseTotal
  return (
    <section className="panel">
      <header>
        <h2>Releases that are members</h2>
        <span className="soft">
          {data.memberReleases.length < total
            ? `the first ${data.memberReleases.length} of ${total}`
            : countOf(total, 'release')}
        </span>
      </header>
      <VirtualTable
        label="Releases that are members"
        rows={data.memberReleases}
        rowKey={(release) => release.id}
        rowClass={(release) => (part.includes(release.id) ? 'selected' : '')}
        rowHeight={46}
        maxHeight={430}
        minWidth={700}
        columns={[
          {
            key: 'part',
            head: <span className="visually-hidden">Selected</span>,
            width: 42,
            cell: (release) => (
              <input
                type="checkbox"
                checked={part.includes(release.id)}
                aria-label={`Select ${release.title ?? release.id}`}
                onChange={() => select(release.id)}
              />
            ),
          },
          ...COLUMNS,
          ...(payees ? [PAYEES] : []),
          FINDINGS,
        ]}
      />
    </section>
  )
}

const COLUMNS: Column<MemberRelease>[] = [
  {
    key: 'title',
    head: 'Release, on the page of',
    cell: (release) => (
      <>
        <Link to="/releases/$id" params={{ id: release.id }} data-row title={release.title ?? release.id}>
          <Text>{release.title ?? release.id}</Text>
        </Link>
        <small>
          {release.artists.map((artist, place) => (
            <span key={artist.id}>
              {place > 0 && ', '}
              <Link to="/artists/$id" params={{ id: artist.id }}>
                <Text>{artist.name ?? artist.id}</Text>
              </Link>
            </span>
          ))}
        </small>
      </>
    ),
  },
  {
    key: 'received',
    head: 'Received',
    help: 'When it was delivered, UTC, and when it came out',
    width: 122,
    cell: (release) => (
      <>
        {formatDay(release.receivedAt)}
        <small>out {formatDay(release.releaseDate)}</small>
      </>
    ),
  },
  {
    key: 'assignment',
    head: 'Put there, by',
    help: 'How it came onto the page, and who delivered it',
    width: 156,
    cell: ({ artistAssignment, distributor }) => {
      const { name, help } = assignmentOf(artistAssignment)
      return (
        <>
          <span title={help}>{name}</span>
          <small>{distributor?.name ?? distributor?.id ?? 'distributor not told'}</small>
        </>
      )
    },
  },
]
const PAYEES: Column<MemberRelease> = {
  key: 'payees',
  head: 'Payees',
  width: 140,
  cell: ({ payouts }) => {
    const payees = [...new Set((payouts ?? []).map(({ payee }) => payee.name ?? payee.id))].join(', ')
    return payees === '' ? <span className="soft">not told</span> : <span title={payees}>{payees}</span>
  },
}
const FINDINGS: Column<MemberRelease> = {
  key: 'findings',
  head: 'Own findings',
  width: 130,
  cell: ({ findings }) => {
    const own = findings.find(({ kind }) => kind !== 'CAMPAIGN')
    if (own === undefined) return <span className="soft">none</span>
    return (
      <Link to="/findings/$id" params={{ id: own.id }}>
        {KINDS[own.kind].name}
        <small>{own.status}</small>
      </Link>
    )
  },
}
