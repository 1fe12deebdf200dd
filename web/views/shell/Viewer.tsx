import { useQueryClient } from '@tanstack/react-query'
import { getKey, setKey } from '@/core/session/key'

type ViewerProps = { viewer: { name: string; role?: string | null; permissions: string[] } }

/** Who is signed in and as what; signs out where a key was given. */
export function Viewer({ viewer }: ViewerProps) {
  const client = useQueryClient()
  const signOut = () => {
    setKey(null)
    client.clear()
    void client.invalidateQueries()
    window.location.assign('/')
  }
  return (
    <div className="row nowrap">
      <span className="soft" title={`May: ${viewer.permissions.join(', ')}`}>
        {viewer.name}
      </span>
      {viewer.role && <span className="tag">{viewer.role}</span>}
      {getKey() !== null && (
        <button type="button" className="button plain" onClick={signOut}>
          Sign out
        </button>
      )}
    </div>
  )
}
