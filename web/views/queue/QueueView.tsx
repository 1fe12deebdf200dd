import '@/styles/queueFilters.css'
import '@/styles/queue.css'
import '@/styles/queuePreview.css'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { FindingDecision } from '@/core/api/documents/graphql'
import { facetsQuery, lastRunQuery, type QueueRow, queueQuery } from '@/core/findings/queue'
import { claimText } from '@/core/findings/queueClaim'
import {
  cameBack,
  extend,
  focusOn,
  letGo,
  meant,
  move,
  NOTHING,
  toggle,
  toggleAll,
} from '@/core/findings/queueSelection'
import { filtersOf, isNarrowed, type QueueSearch } from '@/core/findings/search'
import { DECISION_ORDER, DECISIONS } from '@/core/reviews/reasons'
import { viewerQuery } from '@/core/session/viewer'
import { DecideDialog } from '@/views/shared/DecideDialog'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { useReviews } from '@/views/shared/useReviews'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { NewsBar } from './NewsBar'
import { NightProgress } from './NightProgress'
import { NightStrip } from './NightStrip'
import { QueueFilters } from './QueueFilters'
import { QueueHead } from './QueueHead'
import { QueueList } from './QueueList'
import { QueuePreview } from './QueuePreview'
import { useQueueSelection } from './useQueueSelection'

/** What needs a decision, the most pressing first. */
export function QueueView() {
  const search = useSearch({ from: '/' })
  const navigate = useNavigate({ from: '/' })
  const client = useQueryClient()
  const viewer = useQuery(viewerQuery)
  const run = useQuery(lastRunQuery)
  const facets = useQuery(facetsQuery(search))
  const queue = useInfiniteQuery(queueQuery(search))
  const reviews = useReviews()
  const [moved, setMoved] = useState(search.at === undefined ? 0 : 1)
  const [deciding, setDeciding] = useState<{ decision: FindingDecision; findings: QueueRow[] } | null>(null)

  const rows = queue.data?.pages.flatMap((page) => page.edges.map((edge) => edge.node)) ?? []
  const ids = rows.map((row) => row.id)
  const { selection, set, leave, entered } = useQueueSelection(ids, search.at)
  const focused = rows.find((row) => row.id === selection.focus)
  const chosen = new Set(meant(ids, selection))
  const findings = rows.filter((row) => chosen.has(row.id))
  const me = viewer.data?.name
  const mayReview = viewer.data?.permissions.includes('review') ?? false
  const people = rows.flatMap((row) => (row.assignee ? [row.assignee] : []))
  const total = facets.data?.total ?? rows.length

  const change = (next: QueueSearch) => void navigate({ search: next, resetScroll: false })
  const narrow = (next: QueueSearch) => {
    set(NOTHING)
    change(next)
  }
  const step = (by: number) => {
    set(move(ids, entered ? selection : NOTHING, by))
    setMoved((count) => count + 1)
  }
  const openDecision = (made: FindingDecision) => {
    if (findings.length > 0) setDeciding({ decision: made, findings })
  }
  const assign = (to: string | null) => {
    if (findings.length > 0) void reviews.assign(findings, to)
  }
  const decided = useRef<ReadonlySet<string>>(new Set())
  const listed = useRef<readonly string[]>(ids)
  useEffect(() => {
    const back = cameBack(listed.current, ids, decided.current)
    listed.current = ids
    if (back === null) return
    set(focusOn(selection, back))
    setMoved((count) => count + 1)
  })
  const onFocused = (act: (id: string) => void) => () => {
    if (selection.focus !== null) act(selection.focus)
  }
  const togglePreview = () => change({ ...search, preview: search.preview === 'off' ? undefined : 'off' })
  const reviewing = [
    { keys: 'x', does: 'Select the finding', run: onFocused((id) => set(toggle(selection, id))) },
    { keys: 'X', does: 'Select to here', run: onFocused((id) => set(extend(ids, selection, id))) },
    { keys: '*', does: 'Select all that are loaded', run: () => set(toggleAll(ids, selection)) },
    ...DECISION_ORDER.map((made) => ({
      keys: DECISIONS[made].key,
      does: `${DECISIONS[made].name}: the selected findings, or the one in focus`,
      run: () => openDecision(made),
    })),
    {
      keys: 'a',
      does: 'Assign to me',
      run: () => {
        if (me !== undefined) assign(me)
      },
    },
    { keys: 'A', does: 'Assign to nobody', run: () => assign(null) },
  ]
  useShortcuts('Queue', [
    { keys: 'j', does: 'Next finding', run: () => step(1) },
    { keys: 'k', does: 'Finding before', run: () => step(-1) },
    {
      keys: 'o',
      does: 'Open the finding (Enter does too)',
      run: onFocused((id) => {
        leave()
        void navigate({ to: '/findings/$id', params: { id } })
      }),
    },
    { keys: 'p', does: 'Show or hide the preview', run: togglePreview },
    { keys: 'Escape', does: 'Let the selection go', run: () => set(letGo(selection)) },
    ...(mayReview ? reviewing : []),
  ])

  return (
    <div className="queue">
      <NightStrip search={search} total={facets.data?.total} />
      <NightProgress />
      <QueueFilters search={search} change={narrow} me={me} people={people} />
      {queue.isError && rows.length === 0 ? (
        <section className="panel">
          <FailureNotice error={queue.error} retry={() => void queue.refetch()} />
        </section>
      ) : (
        <div className="queue-body" data-preview={search.preview !== 'off'}>
          <section className="panel queue-panel" aria-label="Findings" aria-busy={queue.isPending}>
            <QueueHead
              news={
                <NewsBar
                  key={JSON.stringify(filtersOf(search))}
                  search={search}
                  versions={new Map(rows.map((row) => [row.id, row.version]))}
                  short={selection.picked.size > 0}
                  refresh={() => void client.invalidateQueries({ queryKey: ['queue'] })}
                />
              }
              shown={queue.isPending ? null : rows.length}
              total={total}
              picked={selection.picked.size}
              mayReview={mayReview}
              all={ids.length > 0 && ids.every((id) => selection.picked.has(id))}
              toggleAll={() => set(toggleAll(ids, selection))}
              letGo={() => set(letGo(selection))}
              decide={openDecision}
              assign={() => me !== undefined && assign(me)}
              order={search.order}
              setOrder={(order) => change({ ...search, order, at: undefined })}
              preview={search.preview !== 'off'}
              togglePreview={togglePreview}
            />
            {queue.isPending ? (
              <div className="queue-loading">
                <Skeleton rows={7} height={116} />
              </div>
            ) : rows.length === 0 ? (
              <Empty narrowed={isNarrowed(search)} hasRun={run.data !== null} clear={() => narrow({})} />
            ) : (
              <QueueList
                rows={rows}
                total={total}
                selection={selection}
                night={run.data?.night ?? null}
                me={me}
                mayReview={mayReview}
                moved={moved}
                focus={(id) => set(focusOn(selection, id))}
                pick={(id, range) => set(range ? extend(ids, selection, id) : toggle(selection, id))}
                leave={leave}
                more={
                  queue.hasNextPage && !queue.isFetching && !queue.isFetchNextPageError
                    ? () => void queue.fetchNextPage()
                    : null
                }
              />
            )}
            {queue.isFetchNextPageError && (
              <FailureNotice error={queue.error} retry={() => void queue.fetchNextPage()} />
            )}
          </section>
          {search.preview !== 'off' && (
            <div className="queue-side">
              {focused === undefined ? (
                queue.isPending && (
                  <aside className="panel queue-loading">
                    <Skeleton rows={5} height={88} />
                  </aside>
                )
              ) : (
                <QueuePreview
                  row={focused}
                  decide={
                    mayReview
                      ? (made) => {
                          set(letGo(selection))
                          setDeciding({ decision: made, findings: [focused] })
                        }
                      : null
                  }
                  close={togglePreview}
                />
              )}
            </div>
          )}
        </div>
      )}
      {deciding !== null && (
        <DecideDialog
          findings={deciding.findings}
          decision={deciding.decision}
          about={
            deciding.findings.length === 1 && deciding.findings[0]
              ? claimText(deciding.findings[0])
              : undefined
          }
          claims={deciding.findings.length > 1 ? deciding.findings.map(claimText) : []}
          close={() => {
            setDeciding(null)
            setMoved((count) => count + 1)
          }}
          done={() => {
            decided.current = new Set(deciding.findings.map(({ id }) => id))
            set(letGo(selection))
          }}
        />
      )}
    </div>
  )
}

function Empty({ narrowed, hasRun, clear }: { narrowed: boolean; hasRun: boolean; clear: () => void }) {
  if (!hasRun) {
    return (
      <Notice title="No run has said anything yet">
        <p>
          Findings appear here after the first <code>namesake nightly</code> or <code>namesake detect</code>.
        </p>
      </Notice>
    )
  }
  if (narrowed) {
    return (
      <Notice
        title="No finding fits these filters"
        action={
          <button type="button" className="button" onClick={clear}>
            Clear filters
          </button>
        }
      >
        <p>Others may be waiting.</p>
      </Notice>
    )
  }
  return (
    <Notice title="Nothing waits for a decision">
      <p>New findings come with the next night. Those that are decided are under the other statuses above.</p>
    </Notice>
  )
}
