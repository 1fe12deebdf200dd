import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef } from 'react'
import type { SearchType } from '@/core/api/documents/graphql'
import { identifierForm, ownId } from '@/core/search/identifiers'
import { facetsQuery, resultsQuery } from '@/core/search/results'
import { SEARCH_TYPES, TYPE_ORDER } from '@/core/search/search'
import { viewerQuery } from '@/core/session/viewer'
import { FailureNotice, Notice, Skeleton } from '@/views/shared/states'
import { useRowKeys } from '@/views/shared/useRowKeys'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { HitRow } from './HitRow'
import { OwnHit } from './OwnHit'
import '@/styles/search.css'

/** One box for names in any script and identifiers, and what it finds. */
export function SearchView() {
  const search = useSearch({ from: '/search' })
  const navigate = useNavigate({ from: '/search' })
  const box = useRef<HTMLInputElement>(null)
  const typed = search.q

  useEffect(() => {
    if (typed === undefined) box.current?.focus()
  }, [typed])
  const types = [undefined, ...TYPE_ORDER]
  const turn = (by: number) => {
    const next = types[(types.indexOf(search.type) + by + types.length) % types.length]
    void navigate({ search: (old) => ({ ...old, type: next }) })
  }
  useShortcuts('Search', [
    { keys: 'e', does: 'Edit the text', run: () => box.current?.select() },
    { keys: ']', does: 'Next type', run: () => turn(1) },
    { keys: '[', does: 'Type before', run: () => turn(-1) },
  ])
  const find = (event: FormEvent) => {
    event.preventDefault()
    const text = box.current?.value.trim() ?? ''
    if (text !== '') void navigate({ search: { q: text } })
    box.current?.blur()
  }
  const list = useRowKeys<HTMLDivElement>('Results')
  const own = typed === undefined ? null : ownId(typed)
  const form = typed === undefined ? null : identifierForm(typed)
  return (
    <div className="search-view" ref={list}>
      <title>{`${typed ?? 'Search'} · Namesake`}</title>
      <h1 className="visually-hidden">Search</h1>
      <form className="row" onSubmit={find}>
        <input
          key={typed ?? ''}
          ref={box}
          className="field grow"
          type="search"
          defaultValue={typed ?? ''}
          aria-label="A name in any script or an identifier"
          placeholder="A name in any script, or an ISNI, IPI, ISRC, UPC, MusicBrainz or Discogs id, or a web address"
          onKeyDown={(event) => event.key === 'Escape' && box.current?.blur()}
        />
        <button type="submit" className="button primary">
          Search
        </button>
      </form>
      {typed === undefined ? (
        <Notice title="Look for anybody or anything">
          <p>
            Names and titles are found in any script, misspelt or abbreviated. Identifiers are known by their
            form, with or without hyphens and blanks.
          </p>
        </Notice>
      ) : (
        <>
          {form !== null && (
            <p className="soft">
              <span className="tag accent">{form}</span> The text has the form of this identifier, so it is
              looked for as one first.
            </p>
          )}
          {own !== null && <OwnHit own={own} />}
          <Types text={typed} />
          <Hits own={own !== null} />
        </>
      )}
    </div>
  )
}

function Types({ text }: { text: string }) {
  const { type: chosen } = useSearch({ from: '/search' })
  const navigate = useNavigate({ from: '/search' })
  const viewer = useQuery(viewerQuery)
  const payees = viewer.data?.permissions.includes('read_payees') ?? false
  const facets = useQuery(facetsQuery(text))
  const count = (type: string) => facets.data?.find((facet) => facet.type === type)?.count
  const choose = (type: SearchType | undefined) => void navigate({ search: (old) => ({ ...old, type }) })
  return (
    <fieldset
      className="row types"
      aria-label="Types"
      title="How many match by their letters or identifiers; artists that are only alike are listed, not counted"
    >
      <button
        type="button"
        className="button"
        aria-pressed={chosen === undefined}
        onClick={() => choose(undefined)}
      >
        All
      </button>
      {TYPE_ORDER.filter((type) => type !== 'PAYEE' || payees).map((type) => (
        <button
          key={type}
          type="button"
          className="button"
          aria-pressed={chosen === type}
          onClick={() => choose(type)}
        >
          {SEARCH_TYPES[type].many}
          <span className="soft number count">
            {facets.isPending ? '…' : count(type) === 1000 ? '1,000+' : (count(type) ?? 0)}
          </span>
        </button>
      ))}
      {facets.isError && <span className="soft">The counts could not be read.</span>}
    </fieldset>
  )
}

function Hits({ own }: { own: boolean }) {
  const search = useSearch({ from: '/search' })
  const viewer = useQuery(viewerQuery)
  const payees = viewer.data?.permissions.includes('read_payees') ?? false
  const results = useInfiniteQuery({
    ...resultsQuery(search, payees),
    enabled: viewer.isSuccess && search.q !== undefined,
  })
  if (results.isPending) return <Skeleton rows={8} height={64} />
  if (results.isLoadingError)
    return <FailureNotice error={results.error} retry={() => void results.refetch()} />
  const hits = results.data.pages.flatMap((page) => page.edges)
  // what has this id is told above
  if (hits.length === 0 && own) return null
  if (hits.length === 0) {
    return (
      <Notice title={`Nothing is called “${search.q}”`}>
        <p>
          {search.type === undefined
            ? 'No name, title or identifier matches, nor does any artist read or sound alike. Fewer words find more.'
            : 'Nothing of this type matches. Look at all types, or take fewer words.'}
        </p>
      </Notice>
    )
  }
  return (
    <div>
      <ol className="panel hit-list">
        {hits.map((hit) => (
          <HitRow key={`${hit.node.__typename} ${hit.node.id}`} hit={hit} typed={search.q ?? ''} />
        ))}
      </ol>
      {results.hasNextPage && (
        <button
          type="button"
          className="button more"
          disabled={results.isFetchingNextPage}
          onClick={() => void results.fetchNextPage()}
        >
          {results.isFetchingNextPage ? 'Loading…' : 'More'}
        </button>
      )}
    </div>
  )
}
