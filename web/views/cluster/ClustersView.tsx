import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type ClusterSummary, clustersQuery } from '@/core/clusters/clusters'
import { CLUSTER_KINDS, type ClustersSearch } from '@/core/clusters/clustersSearch'
import { changeName, describeStep, growthOf } from '@/core/clusters/genealogy'
import { ANSWERS_NOTE, answersOf } from '@/core/finding/answers'
import { QUESTION_ORDER, QUESTIONS } from '@/core/finding/evidence'
import { formatDay } from '@/core/format/dates'
import { formatCount, formatProbability } from '@/core/format/numbers'
import { countOf, KINDS } from '@/core/format/words'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { KindTag, Probability, StatusTag } from '@/views/shared/tags'
import { useRowKeys } from '@/views/shared/useRowKeys'
import '@/styles/tables.css'
import '@/styles/cluster.css'
import { Text } from '@/views/shared/Text'

const SIZES = [5, 10, 20, 50, 100]
const SCORES = [0.25, 0.5, 0.75, 0.9]

/** The groups of profiles and releases that the last run holds to belong together. */
export function ClustersView() {
  const search = useSearch({ from: '/clusters' })
  const total = useInfiniteQuery(clustersQuery(search)).data?.pages[0]?.totalCount
  return (
    <div className="sections">
      <div className="view-head">
        <div className="grow">
          <title>Clusters · Namesake</title>
          <h1>Clusters</h1>
          <p className="soft">
            Profiles that may be run by one operator, and releases or profiles that may belong to one
            campaign.
            {total == null
              ? ''
              : ` ${countOf(total, 'cluster')} of the last run ${total === 1 ? 'fits' : 'fit'}.`}
          </p>
        </div>
      </div>
      <Filters search={search} />
      <Rows filtered={Object.keys(search).length > 0} />
    </div>
  )
}

function Filters({ search }: { search: ClustersSearch }) {
  const navigate = useNavigate({ from: '/clusters' })
  const put = (part: Partial<ClustersSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })
  return (
    <form className="row filters" onSubmit={(event) => event.preventDefault()}>
      <fieldset className="row choices" aria-label="Kind">
        {[undefined, ...CLUSTER_KINDS].map((kind) => (
          <button
            key={kind ?? 'all'}
            type="button"
            className="button"
            aria-pressed={search.kind === kind}
            title={kind && KINDS[kind].help}
            onClick={() => put({ kind })}
          >
            {kind === undefined ? 'All kinds' : KINDS[kind].plural}
          </button>
        ))}
      </fieldset>
      <label className="row soft">
        Members
        <select
          className="field"
          value={search.minSize ?? ''}
          onChange={({ target }) => put({ minSize: target.value === '' ? undefined : Number(target.value) })}
        >
          <option value="">any number</option>
          {[...new Set([...SIZES, search.minSize ?? 5])].map((size) => (
            <option key={size} value={size}>
              {size} or more
            </option>
          ))}
        </select>
      </label>
      <label className="row soft">
        Score
        <select
          className="field"
          value={search.minScore ?? ''}
          onChange={({ target }) => put({ minScore: target.value === '' ? undefined : Number(target.value) })}
        >
          <option value="">any</option>
          {[...new Set([...SCORES, search.minScore ?? 0.5])].map((score) => (
            <option key={score} value={score}>
              {formatProbability(score)} or more
            </option>
          ))}
        </select>
      </label>
      <label className="row soft">
        Changed since
        <input
          className="field"
          type="date"
          value={search.since ?? ''}
          onChange={({ target }) => put({ since: target.value === '' ? undefined : target.value })}
        />
      </label>
      <label className="row soft">
        Order
        <select
          className="field"
          value={search.order ?? 'score'}
          onChange={({ target }) => put({ order: target.value === 'size' ? 'size' : undefined })}
        >
          <option value="score">likeliest first</option>
          <option value="size">largest first</option>
        </select>
      </label>
      {Object.keys(search).length > 0 && (
        <button
          type="button"
          className="button plain"
          onClick={() => void navigate({ search: {}, replace: true })}
        >
          Clear
        </button>
      )}
    </form>
  )
}

function Rows({ filtered }: { filtered: boolean }) {
  const search = useSearch({ from: '/clusters' })
  const clusters = useInfiniteQuery(clustersQuery(search))
  const part = useRowKeys<HTMLDivElement>('Clusters')
  if (clusters.isPending) return <Skeleton rows={10} height={52} />
  if (clusters.isError && clusters.data === undefined)
    return <FailureNotice error={clusters.error} retry={() => void clusters.refetch()} />
  const rows = clusters.data.pages.flatMap((page) => page.edges.map(({ node }) => node))
  if (rows.length === 0) {
    return filtered ? (
      <Notice
        title="No cluster fits"
        action={
          <Link to="/clusters" search={{}}>
            Show all
          </Link>
        }
      >
        <p>Lower the number of members or the score, or take an earlier day.</p>
      </Notice>
    ) : (
      <Notice title="No clusters yet" action={<Link to="/runs">See the runs</Link>}>
        <p>A run finds them. Either none has run, or the last one found no group that belongs together.</p>
      </Notice>
    )
  }
  return (
    <div ref={part}>
      <div className="panel table-scroll">
        <table className="plain-table clusters-table">
          <thead>
            <tr>
              <th scope="col">Kind</th>
              <th scope="col">Members</th>
              <th scope="col" className="number">
                Size
              </th>
              <th scope="col" className="number" title="Since the run before">
                Growth
              </th>
              <th scope="col">Score</th>
              {QUESTION_ORDER.map((question) => (
                <th
                  key={question}
                  scope="col"
                  className="number"
                  title={`${QUESTIONS[question].help} ${ANSWERS_NOTE}`}
                >
                  {QUESTIONS[question].name}
                </th>
              ))}
              <th scope="col">First seen</th>
              <th scope="col">Last change</th>
              <th scope="col">Decision</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ClusterRow key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      {clusters.hasNextPage && (
        <button
          type="button"
          className="button more"
          disabled={clusters.isFetchingNextPage}
          onClick={() => void clusters.fetchNextPage()}
        >
          {clusters.isFetchingNextPage ? 'Loading…' : 'More'}
        </button>
      )}
    </div>
  )
}

function ClusterRow({ row }: { row: ClusterSummary }) {
  const names = [
    ...row.members.edges.map(({ node }) => node.name ?? node.id),
    ...row.releases.edges.map(({ node }) => `“${node.title ?? node.id}”`),
  ].slice(0, 3)
  const growth = growthOf(row.size, row.previousSize)
  const last = row.history[0]
  const answers = answersOf(row)
  const untold =
    row.kind === 'CONTENT_FARM' ? 'The run that found it did not tell' : 'Asked of content farms only'
  return (
    <tr>
      <td>
        <KindTag kind={row.kind} />
      </td>
      <td>
        <Link to="/clusters/$id" params={{ id: row.id }} data-row>
          <Text>{names.join(', ') || row.id}</Text>
        </Link>
        {row.size > names.length && (
          <span className="soft"> and {formatCount(row.size - names.length)} more</span>
        )}
        <br />
        <code className="soft">{row.id}</code>
      </td>
      <td className="number">{formatCount(row.size)}</td>
      <td className="number">{growth ?? <span className="soft">none</span>}</td>
      <td>
        <Probability value={row.score} />
      </td>
      {QUESTION_ORDER.map((question) => (
        <td key={question} className="number" title={answers === null ? untold : undefined}>
          {answers === null ? '–' : formatProbability(answers[question])}
        </td>
      ))}
      <td className="nowrap">{formatDay(row.firstSeen)}</td>
      <td>
        {last === undefined ? (
          '–'
        ) : (
          <span title={describeStep(last)}>
            {changeName(last.change)}
            <br />
            <span className="soft nowrap">{formatDay(last.date)}</span>
          </span>
        )}
      </td>
      <td>
        {row.findings.map((finding) => (
          <StatusTag key={finding.id} status={finding.status} />
        ))}
      </td>
    </tr>
  )
}
