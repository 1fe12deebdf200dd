import '@/styles/finding.css'
import '@/styles/evidence.css'
import '@/styles/facts.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import {
  evidenceInSentence,
  freshOf,
  SECTIONS,
  SECTIONS_OF,
  type Section,
  tellScore,
} from '@/core/finding/evidence'
import { probability, sumOf } from '@/core/finding/logOdds'
import { type Finding, findingQuery } from '@/core/finding/queries'
import type { Place } from '@/core/finding/walk'
import { toggleFact } from '@/core/finding/waterfall'
import { withoutOf, withWithout } from '@/core/findings/findingSearch'
import { claimText } from '@/core/findings/queueClaim'
import { formatDay } from '@/core/format/dates'
import { formatProbability } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { viewerQuery } from '@/core/session/viewer'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { KindTag, StatusTag } from '@/views/shared/tags'
import { useBack } from '@/views/shared/useBack'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { ArtistPair } from './ArtistPair'
import { Answers, HangsOn, History, Sufficiency } from './Aside'
import { Balance } from './Balance'
import { Claim } from './Claim'
import { DecidePanel } from './DecidePanel'
import { Members } from './Members'
import { RecordingPair } from './RecordingPair'
import { RelatedFindings } from './RelatedFindings'
import { ReleaseOnPage } from './ReleaseOnPage'
import { useWalk } from './useWalk'
import { Waterfall } from './Waterfall'

/** One finding: what it claims, what speaks for it and against it, the facts behind, and the decision. */
export function FindingView() {
  const { id } = useParams({ from: '/findings/$id' })
  const finding = useQuery(findingQuery(id))
  const viewer = useQuery(viewerQuery)
  const place = useWalk(id)
  const navigate = useNavigate({ from: '/findings/$id' })
  const go = (to: string | null | undefined) =>
    to == null ? undefined : () => void navigate({ to: '/findings/$id', params: { id: to }, search: {} })
  const [previous, next] = [go(place?.previous), go(place?.next)]
  // these need nothing but the id: they work while the finding is on its way
  useBack('Back', { to: '/' })
  useShortcuts('Finding', [
    {
      keys: 'e',
      does: 'Open in the network',
      run: () => void navigate({ to: '/network', search: { finding: id } }),
    },
    {
      keys: 'p',
      does: 'Open the dossier',
      run: () => void navigate({ to: '/findings/$id/dossier', params: { id } }),
    },
    { keys: '[', does: 'The finding before in the queue', run: () => previous?.() },
    { keys: ']', does: 'The next finding in the queue', run: () => next?.() },
  ])
  // read ahead, so that the next one is there at once
  useQuery({ ...findingQuery(place?.next ?? ''), enabled: place?.next != null && finding.isSuccess })
  if (finding.isError && finding.data === undefined)
    return <FailureNotice error={finding.error} retry={() => void finding.refetch()} />
  if (finding.isPending || viewer.data === undefined) return <Waiting />
  if (finding.data === null)
    return (
      <Notice title="There is no such finding" action={<Link to="/">Go to the queue</Link>}>
        <p>
          No run has said <code>{id}</code>. Was the address cut off when it was copied?
        </p>
      </Notice>
    )
  return (
    <Loaded
      key={id}
      finding={finding.data}
      viewer={viewer.data}
      place={place}
      previous={previous}
      next={next}
    />
  )
}

function Waiting() {
  return (
    <div className="finding">
      <div className="stack">
        <Skeleton rows={1} height={96} />
        <Skeleton rows={1} height={150} />
        <Skeleton rows={1} height={520} />
      </div>
      <div className="stack">
        <Skeleton rows={3} height={150} />
      </div>
    </div>
  )
}

type WalkProps = {
  place: Place | null
  previous: (() => void) | undefined
  next: (() => void) | undefined
}
type LoadedProps = {
  finding: Finding
  viewer: { name: string; permissions: string[] }
} & WalkProps

function Loaded({ finding, viewer, place, previous, next }: LoadedProps) {
  const search = useSearch({ from: '/findings/$id' })
  const navigate = useNavigate({ from: '/findings/$id' })
  const mayReadPayees = viewer.permissions.includes('read_payees')
  const without = new Set(
    withoutOf(search).filter((type) => finding.evidence.some((fact) => fact.type === type)),
  )
  const tick = (types: string[]) =>
    void navigate({ search: withWithout(search, types), replace: true, resetScroll: false })
  const show = (section: Section) => {
    void navigate({ search: { ...search, at: section }, replace: true, resetScroll: false })
    document.getElementById(`facts-${section}`)?.scrollIntoView({ block: 'start' })
    document.getElementById(`facts-${section}`)?.focus({ preventScroll: true })
  }
  useShortcuts('What if', [{ keys: 'r', does: 'Count all evidence again', run: () => tick([]) }])
  return (
    <article className="finding">
      <Head finding={finding} place={place} previous={previous} next={next} />
      <div className="stack main-column">
        <Balance finding={finding} />
        <section className="panel" aria-label="Evidence">
          <header>
            <h2>Evidence</h2>
            <span className="soft">
              {countOf(finding.evidence.length, 'fact')}; weights add up from the base rate to the score
            </span>
            <fieldset className="row tight">
              <legend className="visually-hidden">Order</legend>
              <button
                type="button"
                className="button small"
                aria-pressed={search.order === undefined}
                onClick={() =>
                  void navigate({
                    search: { ...search, order: undefined },
                    replace: true,
                    resetScroll: false,
                  })
                }
              >
                By weight
              </button>
              <button
                type="button"
                className="button small"
                aria-pressed={search.order === 'against'}
                onClick={() =>
                  void navigate({
                    search: { ...search, order: 'against' },
                    replace: true,
                    resetScroll: false,
                  })
                }
              >
                Against first
              </button>
            </fieldset>
          </header>
          <WhatIf finding={finding} without={without} reset={() => tick([])} />
          <Waterfall
            kind={finding.kind}
            prior={finding.prior}
            evidence={finding.evidence}
            fresh={freshOf(finding.newEvidence, finding.evidence)}
            without={without}
            order={search.order ?? 'weight'}
            toggle={(type) => tick(toggleFact([...without], type))}
            show={show}
          />
        </section>
        <section className="panel" aria-label="Facts">
          <header>
            <h2>Facts</h2>
            <nav aria-label="Facts" className="row">
              {SECTIONS_OF[finding.kind].map((section) => (
                <button key={section} type="button" className="link" onClick={() => show(section)}>
                  {SECTIONS[section]}
                </button>
              ))}
            </nav>
          </header>
          <div className="body">
            <Facts finding={finding} mayReadPayees={mayReadPayees} at={search.at} />
          </div>
        </section>
      </div>
      <aside className="stack side-column">
        <DecidePanel finding={finding} viewer={viewer} next={next ?? null} />
        <Answers finding={finding} />
        <Sufficiency sufficiency={finding.sufficiency} />
        <HangsOn finding={finding} without={without} tick={tick} />
        <RelatedFindings finding={finding} />
        <History finding={finding} />
      </aside>
    </article>
  )
}

type HeadProps = { finding: Finding } & WalkProps

function Head({ finding, place, previous, next }: HeadProps) {
  const cluster = finding.subject?.__typename === 'Cluster' ? finding.subject.id : null
  return (
    <header className="finding-head">
      <title>{`${claimText(finding)} · Namesake`}</title>
      <div className="row">
        <KindTag kind={finding.kind} />
        <StatusTag status={finding.status} />
        {!finding.current && (
          <span className="tag warn" title={`Said for the last time on ${formatDay(finding.lastSeen)}`}>
            No longer said
          </span>
        )}
        {finding.newEvidence.length > 0 && (
          <span className="tag accent" title={finding.newEvidence.join('; ')}>
            New evidence since the decision
          </span>
        )}
        <code className="soft">{finding.id}</code>
        <span className="row tight walk">
          <button
            type="button"
            className="button small"
            disabled={!previous}
            onClick={previous}
            title="The finding before ([)"
          >
            ‹ <span className="visually-hidden">The finding before</span>
          </button>
          <span className="soft nowrap">
            {place === null
              ? '–'
              : place.number === 0
                ? 'not in the queue'
                : `${place.number} of ${place.total}${place.more ? '+' : ''}`}
          </span>
          <button
            type="button"
            className="button small"
            disabled={!next}
            onClick={next}
            title="The next finding (])"
          >
            › <span className="visually-hidden">The next finding</span>
          </button>
        </span>
      </div>
      <h1>
        <Claim finding={finding} />
      </h1>
      <div className="row wide-gap score-line">
        <strong className="score">{formatProbability(finding.score)}</strong>
        <p className="grow">
          {tellScore(finding.score)}{' '}
          {finding.score < 0.5 && <span className="tag against">less likely than not</span>}{' '}
          <span className="soft">A finding is a lead with reasons, not a verdict.</span>
          <br />
          <span className="soft">At stake:</span> {finding.harmReason}
        </p>
        <div className="row">
          {cluster !== null && (
            <Link className="button" to="/clusters/$id" params={{ id: cluster }}>
              Cluster
            </Link>
          )}
          <Link className="button" to="/network" search={{ finding: finding.id }}>
            Network <kbd>e</kbd>
          </Link>
          <Link className="button" to="/findings/$id/dossier" params={{ id: finding.id }}>
            Dossier <kbd>p</kbd>
          </Link>
        </div>
      </div>
    </header>
  )
}

type WhatIfProps = { finding: Finding; without: ReadonlySet<string>; reset: () => void }

/** What the score would be. Its status is there before it has anything to say, or no reader is told. */
function WhatIf({ finding, without, reset }: WhatIfProps) {
  const score = probability(sumOf(finding.prior, finding.evidence, without))
  const some = without.size > 0
  return (
    <div className={some ? 'what-if' : ''}>
      <p className="grow" role="status">
        {some && (
          <>
            Without {[...without].map(evidenceInSentence).join(', ')} the score would be{' '}
            <strong>{formatProbability(score)}</strong> instead of {formatProbability(finding.score)}.
          </>
        )}
      </p>
      {some && (
        <button type="button" className="button small" onClick={reset}>
          Count all again <kbd>r</kbd>
        </button>
      )}
    </div>
  )
}

type FactsProps = { finding: Finding; mayReadPayees: boolean; at?: string }

function Facts({ finding, mayReadPayees, at }: FactsProps) {
  const { subject, target } = finding
  if (subject == null)
    return (
      <Notice title="What the finding is about has left the graph">
        The evidence above stays as it was said.
      </Notice>
    )
  if (subject.__typename === 'Cluster') return <Members finding={finding} clusterId={subject.id} at={at} />
  if (target == null) return <Notice title="The other end has left the graph" />
  const shared = { mayReadPayees, at }
  if (subject.__typename === 'Artist')
    return <ArtistPair subjectId={subject.id} targetId={target.id} {...shared} />
  if (subject.__typename === 'Recording')
    return <RecordingPair subjectId={subject.id} targetId={target.id} {...shared} />
  const name = target.__typename === 'Artist' ? target.name : null
  return <ReleaseOnPage releaseId={subject.id} target={{ id: target.id, name }} {...shared} />
}
