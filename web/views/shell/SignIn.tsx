import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Failure } from '@/core/api/failure'
import { forgetDrafts } from '@/core/reviews/drafts'
import { setKey } from '@/core/session/key'
import { askViewer, type Viewer, viewerQuery } from '@/core/session/viewer'
import { signInAddress, waysQuery } from '@/core/session/ways'
import '@/styles/signIn.css'

/** Shown instead of every view while nobody is signed in. */
export function SignIn() {
  const ways = useQuery(waysQuery)
  const back = useLocation({ select: ({ href }) => href })
  if (ways.isPending) return <main className="sign-in" aria-busy="true" />
  const oidc = ways.data?.oidc ?? false
  return (
    <main className="sign-in">
      <section className="panel">
        <div className="row">
          <img src="/mark.svg" alt="" width="28" height="28" />
          <h1>Namesake</h1>
        </div>
        {oidc && (
          <>
            <Refusal failure={ways.data?.failure ?? null} />
            <a className="button primary" href={signInAddress(back)}>
              Sign in with your organisation
            </a>
            <hr />
          </>
        )}
        <KeyForm isOnlyWay={!oidc} />
      </section>
    </main>
  )
}

/** Forget what another person was shown, who may have been allowed to read more, and what they typed. */
function forgetOther(client: QueryClient, viewer: Viewer) {
  const before = client.getQueryData(viewerQuery.queryKey)
  if (before?.name !== viewer.name) forgetDrafts()
  const kept = [viewerQuery, waysQuery].map(({ queryKey }) => queryKey[0])
  client.removeQueries({ predicate: ({ queryKey }) => !kept.some((key) => key === queryKey[0]) })
}

function KeyForm({ isOnlyWay }: { isOnlyWay: boolean }) {
  const client = useQueryClient()
  const [failure, setFailure] = useState<Failure | null>(null)
  const [waiting, setWaiting] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const key = new FormData(event.currentTarget).get('key')
    setKey(typeof key === 'string' && key !== '' ? key : null)
    setWaiting(true)
    setFailure(null)
    try {
      const viewer = await askViewer()
      forgetOther(client, viewer)
      client.setQueryData(viewerQuery.queryKey, viewer)
      await client.invalidateQueries()
    } catch (error) {
      setKey(null)
      setFailure(error instanceof Failure ? error : new Failure('page', String(error)))
    } finally {
      setWaiting(false)
    }
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <p className="soft">
        {isOnlyWay ? 'Sign in with an API key.' : 'Or sign in with an API key.'} It is kept in this tab and
        forgotten when the tab is closed. An admin makes one with <code>namesake keys create</code>.
      </p>
      <label className="stacked">
        API key
        <input
          className="field"
          name="key"
          type="password"
          autoComplete="off"
          required
          aria-describedby="sign-in-failure"
        />
      </label>
      <div id="sign-in-failure">
        <Refusal failure={failure} />
      </div>
      <button className={isOnlyWay ? 'button primary' : 'button'} type="submit" disabled={waiting}>
        {waiting ? 'Signing in…' : isOnlyWay ? 'Sign in' : 'Sign in with the key'}
      </button>
    </form>
  )
}

/** Why somebody was not let in, and what to do. */
function Refusal({ failure }: { failure: Failure | null }) {
  return (
    <div role="alert">
      {failure && (
        <div className="sign-in-refusal">
          <p>
            <strong>{failure.message}</strong>
          </p>
          {failure.hint !== '' && <p>{failure.hint}</p>}
        </div>
      )}
    </div>
  )
}
