import { Link } from '@tanstack/react-router'
import type { CatalogueRelease } from '@/core/artists/artist'
import { standingOf } from '@/core/artists/lanes'
import { formatDay } from '@/core/format/dates'
import { formatProbability } from '@/core/format/numbers'
import { countOf, KINDS } from '@/core/format/words'
import { assignmentOf, describeDelivery, releaseTypeOf } from '@/core/releases/words'
import { Text } from '@/views/shared/Text'
import { type Column, VirtualTable } from '@/views/shared/VirtualTable'

type Only = 'findings' | 'name_only' | undefined

const CHOICES: { only: Only; name: string; fits: (release: CatalogueRelease) => boolean }[] = [
  { only: undefined, name: 'All', fits: () => true },
  { only: 'findings', name: 'With findings', fits: (release) => release.findings.length > 0 },
  {
    only: 'name_only',
    name: 'By name only',
    fits: (release) => release.artistAssignment === 'name_only',
  },
]

const COLUMNS: Column<CatalogueRelease>[] = [
  {
    key: 'received',
    head: 'Received',
    help: 'When it was delivered, UTC, and when it came out',
    width: 120,
    cell: (release) => (
      <>
        {formatDay(release.receivedAt)}
        <small>out {formatDay(release.releaseDate)}</small>
      </>
    ),
  },
  {
    key: 'title',
    head: 'Release',
    cell: (release) => (
      <>
        <Link to="/releases/$id" params={{ id: release.id }} data-row title={release.title ?? release.id}>
          <Text>{release.title ?? release.id}</Text>
        </Link>
        <small>{releaseTypeOf(release.type)}</small>
      </>
    ),
  },
  {
    key: 'assignment',
    head: 'Put here, said by',
    help: 'How it came onto this page, and what first asserted it',
    width: 138,
    cell: ({ artistAssignment, provenance }) => {
      const { name, help, mark } = assignmentOf(artistAssignment)
      const said = describeDelivery(provenance?.firstDelivery)
      return (
        <>
          <span title={help} className={mark === 'named' ? 'named-only' : ''}>
            {name}
          </span>
          <small title={`${said}, ${formatDay(provenance?.firstAt)}`}>{said}</small>
        </>
      )
    },
  },
  {
    key: 'distributor',
    head: 'Distributor, label',
    width: 156,
    cell: ({ distributor, label }) => (
      <>
        {named(distributor)}
        <small title={label?.name ?? undefined}>{label?.name ?? label?.id ?? 'label not told'}</small>
      </>
    ),
  },
]
const PAYEES: Column<CatalogueRelease> = {
  key: 'payees',
  head: 'Payees',
  width: 120,
  cell: ({ payouts }) => {
    const payees = [...new Set((payouts ?? []).map(({ payee }) => payee.name ?? payee.id))]
    const [first, ...others] = payees
    if (first === undefined) return <span className="soft">not told</span>
    return (
      <span title={payees.join(', ')}>
        {first}
        {others.length > 0 && <small>and {others.length} more</small>}
      </span>
    )
  },
}
const FINDINGS: Column<CatalogueRelease> = {
  key: 'findings',
  head: 'Findings',
  width: 126,
  cell: ({ findings }) => <Mentions findings={findings} />,
}

const named = (one: { id: string; name?: string | null } | null | undefined) =>
  one ? <span title={one.name ?? one.id}>{one.name ?? one.id}</span> : <span className="soft">not told</span>

function Mentions({ findings }: { findings: CatalogueRelease['findings'] }) {
  const [first, ...others] = findings
  if (first === undefined) return null
  return (
    <Link
      to="/findings/$id"
      params={{ id: first.id }}
      title={`${KINDS[first.kind].name}, ${formatProbability(first.score)}, ${first.status}`}
    >
      {KINDS[first.kind].name}
      <small>
        {formatProbability(first.score)}, {first.status}
        {others.length > 0 && `, and ${others.length} more`}
      </small>
    </Link>
  )
}

type CatalogueProps = {
  releases: readonly CatalogueRelease[]
  total: number
  payees: boolean
  only: Only
  choose: (only: Only) => void
  /** Reads more; none where all are read. */
  more: (() => void) | undefined
  loading: boolean
}

/** The releases on a page, newest first, each with who said so and how it came here. */
export function Catalogue({ releases, total, payees, only, choose, more, loading }: CatalogueProps) {
  const shown = releases.filter(CHOICES.find((choice) => choice.only === only)?.fits ?? (() => true))
  return (
    <section className="panel">
      <header>
        <h2>Catalogue</h2>
        <span className="soft">
          {releases.length < total && `${releases.length} of `}
          {countOf(total, 'release')}
          {loading && ', reading more…'}
        </span>
        <fieldset className="row choices" aria-label="Releases shown">
          {CHOICES.map((choice) => (
            <button
              key={choice.name}
              type="button"
              className="button"
              aria-pressed={only === choice.only}
              onClick={() => choose(choice.only)}
            >
              {choice.name} <span className="soft">{releases.filter(choice.fits).length}</span>
            </button>
          ))}
        </fieldset>
      </header>
      {shown.length === 0 ? (
        <p className="quiet">
          {total === 0 ? 'No release is on this page.' : 'No release on this page is of this sort.'}
        </p>
      ) : (
        <VirtualTable
          label="Releases on the page"
          rows={shown}
          columns={payees ? [...COLUMNS, PAYEES, FINDINGS] : [...COLUMNS, FINDINGS]}
          rowKey={(release) => release.id}
          rowClass={({ findings }) =>
            ['suspect', 'confirmed'].includes(standingOf(findings)) ? 'suspect' : ''
          }
          rowHeight={46}
          minWidth={payees ? 772 : 660}
        />
      )}
      {more !== undefined && (
        <p className="quiet">
          <button type="button" className="button" onClick={more} disabled={loading}>
            {loading ? 'Reading…' : 'Read 100 more'}
          </button>
        </p>
      )}
    </section>
  )
}
