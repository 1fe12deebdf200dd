import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { MAX_PART } from '@/core/clusters/clusterSearch'
import { type ClusterPage, membersQuery } from '@/core/clusters/clusters'
import { arrangeMembers, type Member, type MemberSort, toggle } from '@/core/clusters/members'
import { formatDay } from '@/core/format/dates'
import { formatCount, formatProbability } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { Text } from '@/views/shared/Text'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { type Column, VirtualTable } from '@/views/shared/VirtualTable'

const FIRST_UP: readonly MemberSort[] = ['name', 'created']

/** Who is in the cluster and how firmly; a part can be selected. */
export function Members({ cluster, part }: { cluster: ClusterPage; part: readonly string[] }) {
  const search = useSearch({ from: '/clusters/$id' })
  const navigate = useNavigate({ from: '/clusters/$id' })
  const pages = useInfiniteQuery(membersQuery(cluster.id))
  const { hasNextPage, isFetching, fetchNextPage } = pages
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  useShortcuts('Members', [
    {
      keys: 'x',
      does: 'Select or leave out the member in focus',
      run: () =>
        document.activeElement
          ?.closest('tr')
          ?.querySelector<HTMLInputElement>('input[type=checkbox]')
          ?.click(),
    },
    { keys: 'X', does: 'Select no member', run: () => select([]) },
  ])

  if (pages.isPending) return <Skeleton height={420} />
  if (pages.isError && pages.data === undefined)
    return <FailureNotice error={pages.error} retry={() => void pages.refetch()} />
  const strengths = new Map(
    cluster.memberIds.map((id, place) => [id, cluster.memberStrengths[place] ?? null]),
  )
  const all = pages.data.members.map((member) => ({ ...member, strength: strengths.get(member.id) ?? null }))
  const sort = search.sort ?? 'strength'
  const rows = arrangeMembers(all, { sort, up: search.up === true, find: search.find ?? '' })
  const select = (ids: string[]) =>
    void navigate({
      search: (old) => ({ ...old, part: ids.length === 0 ? undefined : ids.slice(0, MAX_PART) }),
      replace: true,
      resetScroll: false,
    })
  const order = (by: MemberSort) => {
    const up = by === sort ? search.up !== true : FIRST_UP.includes(by)
    void navigate({
      search: (old) => ({ ...old, sort: by === 'strength' ? undefined : by, up: up ? true : undefined }),
      replace: true,
      resetScroll: false,
    })
  }
  if (all.length === 0) return null
  return (
    <section className="panel">
      <header>
        <h2>Members</h2>
        <span className="soft">
          {all.length < pages.data.total
            ? `reading ${all.length} of ${formatCount(pages.data.total)}…`
            : countOf(pages.data.total, 'artist')}
          {part.length > 0 && `, ${part.length} selected`}
          {part.length >= MAX_PART && ', the most that an address can hold'}
        </span>
        <div className="row">
          {part.length > 0 && (
            <button type="button" className="button plain" onClick={() => select([])}>
              Select none
            </button>
          )}
          <input
            className="field"
            type="search"
            aria-label="Members whose name or id has this text"
            placeholder="Name or id"
            value={search.find ?? ''}
            onChange={({ target }) =>
              void navigate({
                search: (old) => ({ ...old, find: target.value === '' ? undefined : target.value }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        </div>
      </header>
      {rows.length === 0 ? (
        <p className="quiet">No member has “{search.find}” in its name or id.</p>
      ) : (
        <VirtualTable
          label="Members"
          rows={rows}
          rowKey={({ id }) => id}
          rowClass={({ id }) => (part.includes(id) ? 'selected' : '')}
          maxHeight={430}
          minWidth={780}
          columns={[
            {
              key: 'part',
              head: <span className="visually-hidden">Selected</span>,
              width: 42,
              cell: (member) => (
                <input
                  type="checkbox"
                  checked={part.includes(member.id)}
                  aria-label={`Select ${member.name ?? member.id}`}
                  onChange={() => select(toggle(part, member.id))}
                />
              ),
            },
            ...COLUMNS.map(({ by, ...column }) => ({
              ...column,
              sort: () => order(by),
              order:
                by !== sort
                  ? undefined
                  : search.up === true
                    ? ('ascending' as const)
                    : ('descending' as const),
            })),
          ]}
        />
      )}
    </section>
  )
}

const COLUMNS: (Column<Member> & { by: MemberSort })[] = [
  {
    key: 'name',
    by: 'name',
    head: 'Artist',
    cell: (member) => (
      <Link to="/artists/$id" params={{ id: member.id }} data-row title={`${member.name ?? ''} ${member.id}`}>
        <Text>{member.name ?? member.id}</Text>
      </Link>
    ),
  },
  {
    key: 'strength',
    by: 'strength',
    head: 'Strength',
    help: 'How firmly it belongs to the group, by what it shares with the others',
    width: 96,
    numeric: true,
    cell: ({ strength }) =>
      strength === null ? <span className="soft">not known</span> : formatProbability(strength),
  },
  {
    key: 'followers',
    by: 'followers',
    head: 'Followers',
    width: 92,
    numeric: true,
    cell: ({ followers }) => formatCount(followers),
  },
  {
    key: 'listeners',
    by: 'listeners',
    head: 'Listeners',
    help: 'Listeners of the last month',
    width: 92,
    numeric: true,
    cell: ({ listeners }) => formatCount(listeners),
  },
  {
    key: 'releases',
    by: 'releases',
    head: 'Releases',
    width: 86,
    numeric: true,
    cell: ({ releases }) => formatCount(releases),
  },
  {
    key: 'created',
    by: 'created',
    head: 'Page made',
    width: 112,
    cell: ({ created }) => formatDay(created),
  },
  {
    key: 'findings',
    by: 'findings',
    head: 'Findings',
    help: 'Current findings about it, the one about this cluster among them',
    width: 86,
    numeric: true,
    cell: ({ findings }) => findings.length,
  },
]
