import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { queueQuery } from '@/core/findings/queue'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { KindTag, Probability, StatusTag } from '@/views/shared/tags'

/** What needs a decision, the most pressing first. */
export function QueueView() {
  const search = useSearch({ from: '/' })
  const queue = useInfiniteQuery(queueQuery(search))
  if (queue.isPending) return <Skeleton rows={12} height={40} />
  if (queue.isError) return <FailureNotice error={queue.error} retry={() => void queue.refetch()} />
  const rows = queue.data.pages.flatMap((page) => page.edges.map((edge) => edge.node))
  if (rows.length === 0) return <Notice title="Nothing needs a decision" />
  return (
    <table>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <KindTag kind={row.kind} />
            </td>
            <td>
              <Link to="/findings/$id" params={{ id: row.id }}>
                {row.id}
              </Link>
            </td>
            <td>
              <Probability value={row.score} />
            </td>
            <td>
              <StatusTag status={row.status} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
