import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Failure } from '@/core/api/failure'
import { setKey } from '@/core/session/key'
import { viewerQuery } from '@/core/session/viewer'

/** Shown instead of every view while nobody is signed in. */
export function SignIn() {
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
      await client.fetchQuery({ ...viewerQuery, staleTime: 0 })
      await client.invalidateQueries()
    } catch (error) {
      setKey(null)
      setFailure(error instanceof Failure ? error : new Failure('page', String(error)))
    } finally {
      setWaiting(false)
    }
  }
  return (
    <main className="sign-in">
      <form className="panel" onSubmit={(event) => void submit(event)}>
        <div className="row">
          <img src="/mark.svg" alt="" width="28" height="28" />
          <h1>Namesake</h1>
        </div>
        <p className="soft">
          Sign in with an API key. It is kept in this tab and forgotten when the tab is closed. An admin makes
          one with <code>namesake keys create</code>.
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
        <div id="sign-in-failure" role="alert">
          {failure && (
            <p className="tag bad" style={{ whiteSpace: 'normal', borderRadius: 6 }}>
              {failure.message} {failure.hint}
            </p>
          )}
        </div>
        <button className="button primary" type="submit" disabled={waiting}>
          {waiting ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>
  )
}
