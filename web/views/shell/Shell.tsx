import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { needsSignIn } from '@/core/api/failure'
import { viewerQuery } from '@/core/session/viewer'
import { applyTheme, nextTheme, readTheme } from '@/core/theme/theme'
import { isFocusNowhere } from '@/views/shared/focus'
import { FailureNotice } from '@/views/shared/states'
import { Toasts, undoLast } from '@/views/shared/toasts'
import { useShortcuts } from '@/views/shared/useShortcuts'
import { ShortcutSheet } from './ShortcutSheet'
import { SignIn } from './SignIn'
import { Viewer } from './Viewer'

const PLACES = [
  { to: '/', name: 'Queue', keys: 'g q' },
  { to: '/clusters', name: 'Clusters', keys: 'g c' },
  { to: '/network', name: 'Network', keys: 'g n' },
  { to: '/runs', name: 'Runs', keys: 'g r' },
] as const

/** The bar above every view, the keys that work everywhere, and who is signed in. */
export function Shell() {
  const viewer = useQuery(viewerQuery)
  const navigate = useNavigate()
  const search = useRef<HTMLInputElement>(null)
  const [sheet, setSheet] = useState(false)
  const [theme, setTheme] = useState(readTheme)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const main = useFocusOnArrival()

  const turn = () => {
    const next = nextTheme(theme)
    applyTheme(next)
    setTheme(next)
  }
  useShortcuts(
    'Everywhere',
    [
      ...PLACES.map(({ to, name, keys }) => ({
        keys,
        does: `Go to ${name.toLowerCase()}`,
        run: () => void navigate({ to }),
      })),
      { keys: '/', does: 'Search', run: () => search.current?.focus() },
      { keys: 'z', does: 'Undo the last decision', run: undoLast },
      { keys: 't', does: 'Light, dark or as the system', run: turn },
      { keys: '?', does: 'Show these keys', run: () => setSheet(true) },
    ],
    { last: true },
  )

  const find = (event: FormEvent) => {
    event.preventDefault()
    const text = search.current?.value.trim() ?? ''
    if (text !== '') void navigate({ to: '/search', search: { q: text } })
    search.current?.blur()
  }

  if (needsSignIn(viewer.error)) return <SignIn />
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the view
      </a>
      <header className="top-bar">
        <Link to="/" className="mark" aria-label="Namesake, the queue">
          <img src="/mark.svg" alt="" width="22" height="22" />
          <span>Namesake</span>
        </Link>
        <nav aria-label="Places">
          {PLACES.map(({ to, name, keys }) => (
            <Link key={to} to={to} title={keys} activeOptions={{ exact: to === '/', includeSearch: false }}>
              {name}
            </Link>
          ))}
        </nav>
        <search>
          <form onSubmit={find}>
            <input
              ref={search}
              className="field"
              type="search"
              aria-label="Search names and identifiers"
              placeholder="A name in any script, ISRC, UPC, ISNI…"
              onKeyDown={(event) => event.key === 'Escape' && search.current?.blur()}
            />
            <kbd>/</kbd>
          </form>
        </search>
        <button
          type="button"
          className="button plain"
          onClick={turn}
          title="Light, dark or as the system (t)"
        >
          {theme === 'system' ? 'Auto' : theme === 'dark' ? 'Dark' : 'Light'}
        </button>
        <button
          type="button"
          className="button plain"
          onClick={() => setSheet(true)}
          aria-label="Keys"
          title="Keys (?)"
        >
          ?
        </button>
        {viewer.data && <Viewer viewer={viewer.data} />}
      </header>
      <main id="main" ref={main} tabIndex={-1} className={path === '/network' ? 'wide' : ''}>
        {viewer.isError ? (
          <FailureNotice error={viewer.error} retry={() => void viewer.refetch()} />
        ) : (
          <Outlet />
        )}
      </main>
      <Toasts />
      {sheet && <ShortcutSheet close={() => setSheet(false)} />}
    </div>
  )
}

/** The part that takes the focus once another view has come and what had it before has left with the old one. */
function useFocusOnArrival() {
  const main = useRef<HTMLElement>(null)
  const shown = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef(shown)
  useEffect(() => {
    const isArrival = before.current !== undefined && before.current !== shown
    before.current = shown
    if (isArrival && isFocusNowhere()) main.current?.focus({ preventScroll: true })
  }, [shown])
  return main
}
