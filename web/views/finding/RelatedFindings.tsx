import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Finding } from '@/core/finding/queries'
import { relatedQuery } from '@/core/finding/related'
import { formatProbability } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { endsOf } from '@/views/shared/RecordParts'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { Sentence } from '@/views/shared/Text'
import { KindTag, StatusTag } from '@/views/shared/tags'

const SHOWN = 6

/** Other findings about the same subject, target or members: what was decided of them helps to decide this one. */
export function RelatedFindings({ finding }: { finding: Finding }) {
  const related = useQuery(relatedQuery(finding))
  if (finding.subject == null) return null
  const rows = related.data ?? []
  return (
    <section className="panel" aria-label="Related findings">
      <header>
        <h2>Related findings</h2>
        {rows.length > 0 && <span className="soft">{countOf(rows.length, 'other')}</span>}
      </header>
      {related.data === undefined ? (
        related.isError ? (
          <FailureNotice error={related.error} retry={() => void related.refetch()} />
        ) : (
          <div className="body">
            <Skeleton rows={2} height={40} />
          </div>
        )
      ) : rows.length === 0 ? (
        <p className="body soft">No other finding is about the same subject, target or members.</p>
      ) : (
        <ul className="body related">
          {rows.slice(0, SHOWN).map((row) => (
            <li key={row.id}>
              <Link to="/findings/$id" params={{ id: row.id }} search={{}}>
                <Sentence>{endsOf(row)}</Sentence>
              </Link>
              <span className="row tight">
                <KindTag kind={row.kind} />
                <StatusTag status={row.status} />
                <span className="number">{formatProbability(row.score)}</span>
                <span className="soft">{row.tie}</span>
              </span>
            </li>
          ))}
          {rows.length > SHOWN && <li className="soft">and {rows.length - SHOWN} more</li>}
        </ul>
      )}
    </section>
  )
}
