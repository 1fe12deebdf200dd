import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { clusterClaim } from '@/core/clusters/claim'
import { type ClusterPage, clusterQuery } from '@/core/clusters/clusters'
import { growthOf } from '@/core/clusters/genealogy'
import { formatDay } from '@/core/format/dates'
import { countOf } from '@/core/format/words'
import { viewerQuery } from '@/core/session/viewer'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { KindTag, Probability, StatusTag } from '@/views/shared/tags'
import { useBack } from '@/views/shared/useBack'
import { useRowKeys } from '@/views/shared/useRowKeys'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { Claim } from './Claim'
import { DecideCluster } from './DecideCluster'
import { GrowthPanel } from './GrowthPanel'
import { MemberReleases } from './MemberReleases'
import { Members } from './Members'
import { ReleaseLanes } from './ReleaseLanes'
import { Summary } from './Summary'
import { Ties } from './Ties'
import '@/styles/tables.css'
import '@/styles/cluster.css'
import { Sentence } from '@/views/shared/Text'

/** A group that may belong together: what is claimed, by what evidence, who is in it, what ties them, how it grew. */
export function ClusterView() {
  const { id } = useParams({ from: '/clusters/$id' })
  const cluster = useQuery(clusterQuery(id))
  if (cluster.isPending) {
    return (
      <div className="sections">
        <Skeleton height={72} />
        <Skeleton rows={3} height={220} />
      </div>
    )
  }
  if (cluster.isError && cluster.data === undefined)
    return <FailureNotice error={cluster.error} retry={() => void cluster.refetch()} />
  if (cluster.data == null) {
    return (
      <Notice title="The last run has no such cluster" action={<Link to="/clusters">See the clusters</Link>}>
        <p>
          <code>{id}</code> may have merged into another or come apart. A finding that spoke of it keeps its
          evidence and its decisions.
        </p>
      </Notice>
    )
  }
  return <Page cluster={cluster.data} />
}

function Page({ cluster }: { cluster: ClusterPage }) {
  const { part = [] } = useSearch({ from: '/clusters/$id' })
  const viewer = useQuery(viewerQuery)
  const may = (permission: string) => viewer.data?.permissions.includes(permission) ?? false
  const view = useRowKeys<HTMLDivElement>('Rows')
  const navigate = useNavigate()
  useBack('Go back', { to: '/clusters' })
  useShortcuts('Cluster', [
    {
      keys: 'e',
      does: 'Open in the network',
      run: () => void navigate({ to: '/network', search: { cluster: cluster.id } }),
    },
  ])
  const growth = growthOf(cluster.size, cluster.previousSize)
  return (
    <div ref={view}>
      <div className="view-head">
        <div className="grow">
          <title>{`${clusterClaim(cluster)} · Namesake`}</title>
          <h1>
            <Sentence>{clusterClaim(cluster)}</Sentence>
          </h1>
          <div className="row soft">
            <KindTag kind={cluster.kind} />
            {cluster.findings.map((finding) => (
              <StatusTag key={finding.id} status={finding.status} />
            ))}
            <Probability value={cluster.score} label="Of the claim" />
            <span>
              {countOf(cluster.size, 'member')}
              {growth === null
                ? ', as many as in the run before'
                : growth === 'new'
                  ? ', new'
                  : `, ${growth} since the run before`}
              {' · '}first seen {formatDay(cluster.firstSeen)} · <code>{cluster.id}</code>
            </span>
          </div>
        </div>
        <Link
          to="/network"
          search={{ cluster: cluster.id }}
          className="button"
          title="See who is tied to whom (e)"
        >
          Network
        </Link>
        {may('review') && <DecideCluster cluster={cluster} part={part} payees={may('read_payees')} />}
      </div>
      <div className="two-columns">
        <div className="sections">
          <Claim cluster={cluster} />
          <Members cluster={cluster} part={part} />
          {viewer.isSuccess && <MemberReleases id={cluster.id} part={part} payees={may('read_payees')} />}
          {viewer.isSuccess && <Ties cluster={cluster} part={part} payees={may('read_payees')} />}
          {viewer.isSuccess && <ReleaseLanes id={cluster.id} payees={may('read_payees')} />}
          <GrowthPanel cluster={cluster} />
        </div>
        <aside className="sections" aria-label="In numbers">
          {viewer.isSuccess && <Summary id={cluster.id} payees={may('read_payees')} />}
        </aside>
      </div>
    </div>
  )
}
