import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ClusterPage, clusterReleasesQuery, tiesQuery } from '@/core/clusters/clusters'
import { comparedMembers, MAX_COMPARED } from '@/core/clusters/members'
import { type ClusterTie, rankTies, thingOf } from '@/core/clusters/ties'
import { formatCount } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { type Column, VirtualTable } from '@/views/shared/VirtualTable'

type TiesProps = { cluster: ClusterPage; part: readonly string[]; payees: boolean }

/** What the members share, the rare things first. */
export function Ties({ cluster, part, payees }: TiesProps) {
  const navigate = useNavigate({ from: '/clusters/$id' })
  const releases = useInfiniteQuery(clusterReleasesQuery(cluster.id, payees))
  const releaseIds = releases.data?.memberReleases.map(({ id }) => id) ?? []
  // only a campaign has members that are releases: a farm's ties need not wait for them
  const settled = cluster.kind !== 'CAMPAIGN' || releases.isSuccess
  const ids = comparedMembers(part, cluster.memberIds, cluster.memberStrengths, releaseIds)
  const ties = useQuery({ ...tiesQuery(ids, true), enabled: settled && ids.length > 1 })
  const whose =
    part.filter((id) => ids.includes(id)).length > 1
      ? `of the ${countOf(ids.length, 'selected member')}`
      : cluster.memberIds.length - releaseIds.length > MAX_COMPARED
        ? `of the ${MAX_COMPARED} firmest of ${formatCount(cluster.memberIds.length)} members; select others to compare them`
        : `of all ${countOf(ids.length, 'artist')} in it`
  return (
    <section className="panel">
      <header>
        <h2>What ties them</h2>
        {ids.length > 1 && <span className="soft">{whose}</span>}
        <Link to="/network" search={{ cluster: cluster.id }}>
          Draw it
        </Link>
      </header>
      {settled && ids.length < 2 ? (
        <p className="quiet">
          {ids.length === 1
            ? 'One artist alone shares nothing.'
            : 'Its members are releases on the pages of others, who need share nothing. What ties the releases is in the evidence, the payees and the lanes.'}
        </p>
      ) : ties.isPending ? (
        <div className="body">
          <Skeleton rows={6} height={30} />
        </div>
      ) : ties.isError && ties.data === undefined ? (
        <FailureNotice error={ties.error} retry={() => void ties.refetch()} />
      ) : ties.data.length === 0 ? (
        <p className="quiet">
          They share nothing that is rare. What very many artists share, such as a large distributor, is left
          out.
        </p>
      ) : (
        <VirtualTable
          label="Shared things"
          rows={rankTies(ties.data)}
          rowKey={({ type, id }) => `${type} ${id}`}
          maxHeight={380}
          minWidth={640}
          columns={columns(
            ids.length,
            (artistIds) =>
              void navigate({
                search: (old) => ({ ...old, part: [...artistIds] }),
                replace: true,
                resetScroll: false,
              }),
          )}
        />
      )}
    </section>
  )
}

const columns = (asked: number, select: (artistIds: readonly string[]) => void): Column<ClusterTie>[] => [
  {
    key: 'type',
    head: 'What',
    width: 142,
    cell: ({ type }) => <span title={thingOf(type).help}>{thingOf(type).name}</span>,
  },
  {
    key: 'name',
    head: 'Which',
    cell: ({ name, id, type }) =>
      type.endsWith('_hash') || type.endsWith('phash') ? (
        <code title={id}>{name ?? id}</code>
      ) : (
        <span title={id}>{name ?? id}</span>
      ),
  },
  {
    key: 'here',
    head: 'Here',
    help: 'How many of the members that were asked about have it; the button selects them',
    width: 128,
    cell: ({ artistIds, name, id }) => (
      <button
        type="button"
        className="button share"
        onClick={() => select(artistIds)}
        aria-label={`${artistIds.length} of ${asked} share ${name ?? id}: select them`}
      >
        <span className="share-bar" aria-hidden="true">
          <span style={{ width: `${(artistIds.length / asked) * 100}%` }} />
        </span>
        {artistIds.length} of {asked}
      </button>
    ),
  },
  {
    key: 'all',
    head: 'In all',
    help: 'How many artists of the catalog share it: what few share says more',
    width: 86,
    numeric: true,
    cell: ({ sharedBy }) => formatCount(sharedBy),
  },
  {
    key: 'weight',
    head: 'Weight',
    help: 'One divided by the natural logarithm of how many artists of the catalog share it',
    width: 78,
    numeric: true,
    cell: ({ weight }) => weight.toFixed(2),
  },
]
