import { useQuery, useQueryClient } from '@tanstack/react-query'
import { forgetDrafts } from '@/core/reviews/drafts'
import { getKey, setKey } from '@/core/session/key'
import { endSession, waysQuery } from '@/core/session/ways'
import { say } from '@/views/shared/toasts'

type ViewerProps = { viewer: { name: string; role?: string | null; permissions: string[] } }

/** Who is signed in and as what; signs out where a key was given or the organisation's accounts are used. */
export function Viewer({ viewer }: ViewerProps) {
  const client = useQueryClient()
  const oidc = useQuery(waysQuery).data?.oidc ?? false

  const signOut = async () => {
    try {
      if (oidc) await endSession()
    } catch (error) {
      say(`You are still signed in. ${error instanceof Error ? error.message : String(error)}`)
      return
    }
    setKey(null)
    forgetDrafts()
    client.clear()
    window.location.assign('/')
  }
  return (
    <div className="row nowrap">
      <span className="soft" title={`May: ${viewer.permissions.join(', ')}`}>
        {viewer.name}
      </span>
      {viewer.role && <span className="tag">{viewer.role}</span>}
      {(oidc || getKey() !== null) && (
        <button type="button" className="button plain" onClick={() => void signOut()}>
          Sign out
        </button>
      )}
    </div>
  )
}
