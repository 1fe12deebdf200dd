import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatDay, formatTime } from '@/core/format/dates'
import { formatProbability } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import type { OwnId } from '@/core/search/identifiers'
import { ownQuery } from '@/core/search/own'
import { Claim } from '@/views/queue/Claim'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { KindTag, StatusTag } from '@/views/shared/tags'

/** The finding, cluster or run whose id was typed or pasted. */
export function OwnHit({ own }: { own: OwnId }) {
  const found = useQuery(ownQuery(own))
  if (found.isPending) return <Skeleton rows={1} height={52} />
  if (found.isLoadingError) return <FailureNotice error={found.error} retry={() => void found.refetch()} />
  const { finding, cluster, run } = found.data
  return (
    <p className="panel own-hit">
      {finding ? (
        <>
          <KindTag kind={finding.kind} />
          <Link to="/findings/$id" params={{ id: finding.id }} data-row>
            <Claim finding={finding} />
          </Link>
          <span className="number">{formatProbability(finding.score)}</span>
          <StatusTag status={finding.status} />
        </>
      ) : cluster ? (
        <>
          <span className="tag outline">Cluster</span>
          <Link to="/clusters/$id" params={{ id: cluster.id }} data-row>
            {countOf(cluster.size, 'member')}, {cluster.kind.toLowerCase().replaceAll('_', ' ')}
          </Link>
          <span className="number">{formatProbability(cluster.score)}</span>
        </>
      ) : run ? (
        <>
          <span className="tag outline">Run</span>
          <Link to="/runs/$id" params={{ id: run.id }} data-row>
            Run of {run.finishedAt == null ? formatDay(run.finishedOn) : formatTime(run.finishedAt)}
          </Link>
          {run.counts.findings != null && <span>{countOf(run.counts.findings, 'finding')}</span>}
        </>
      ) : (
        <span className="soft">
          <code>{own.id}</code> has the form of the id of a {own.what}, and there is no such {own.what}.
        </span>
      )}
    </p>
  )
}
