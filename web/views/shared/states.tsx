import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Failure, isForbidden } from '@/core/api/failure'

type NoticeProps = { title: string; children?: ReactNode; action?: ReactNode; role?: 'status' | 'alert' }

/** A whole place that has nothing else to show: why, and what to do next. */
export function Notice({ title, children, action, role = 'status' }: NoticeProps) {
  return (
    <div className="notice" role={role}>
      <h2>{title}</h2>
      {children}
      {action}
    </div>
  )
}

/** What went wrong, what to do, and a way to try again. */
export function FailureNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  if (isForbidden(error)) {
    return (
      <Notice title="Your role may not see this" role="alert">
        <p>{(error as Failure).message}</p>
        <p>{(error as Failure).hint}</p>
      </Notice>
    )
  }
  const failure = error instanceof Failure ? error : new Failure('page', String(error))
  return (
    <Notice
      title={failure.message}
      role="alert"
      action={
        retry && (
          <button type="button" className="button" onClick={retry}>
            Try again
          </button>
        )
      }
    >
      {failure.hint !== '' && <p>{failure.hint}</p>}
      <p>
        <code>{failure.code}</code>
      </p>
    </Notice>
  )
}

/** Grey bars in the place of rows that are on their way, as high as what will be there. */
export function Skeleton({ rows = 1, height = 20 }: { rows?: number; height?: number }) {
  return (
    <div className="stack" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows that are all alike
        <div key={row} className="skeleton" style={{ height }} />
      ))}
    </div>
  )
}

export function NotFound() {
  return (
    <Notice title="There is no such view" action={<Link to="/">Go to the queue</Link>}>
      <p>The address leads nowhere. Was it cut off when it was copied?</p>
    </Notice>
  )
}
