import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { NetworkStartQuery } from '@/core/api/documents/graphql'
import { countOf } from '@/core/format/words'
import { startQuery } from '@/core/network/queries'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { KindTag, Probability } from '@/views/shared/tags'

type End = NetworkStartQuery['findings']['edges'][number]['node']['subject']

function endName(end: End): string | null {
  if (end == null) return null
  if (end.__typename === 'Artist') return end.name
  if (end.__typename === 'Cluster') return countOf(end.size, 'member')
  return end.title
}

/** An empty canvas: what would be here, and where to begin. */
export function Start() {
  const start = useQuery(startQuery)
  return (
    <div className="network-start">
      <section className="panel">
        <header>
          <h1>Network</h1>
        </header>
        <div className="body stack">
          <p>
            Who is tied to whom, and through what. Add any artist, release, label or distributor with the box
            above, or start from what needs a decision:
          </p>
          {start.isPending && <Skeleton rows={8} height={32} />}
          {start.isError && <FailureNotice error={start.error} retry={() => void start.refetch()} />}
          {start.data?.length === 0 && <p className="soft">The last run found nothing.</p>}
          <ul className="network-starts">
            {start.data?.map((finding) => (
              <li key={finding.id}>
                <KindTag kind={finding.kind} />
                <Link to="/network" search={{ finding: finding.id }} className="grow">
                  {[endName(finding.subject), endName(finding.target)]
                    .filter((name) => name !== null)
                    .join(' and ')}
                </Link>
                <Probability value={finding.score} />
              </li>
            ))}
          </ul>
        </div>
      </section>
    </div>
  )
}
