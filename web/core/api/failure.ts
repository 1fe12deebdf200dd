/** What went wrong, in the one shape that every answer of the service has: a code, what happened, what to do next. */
export class Failure extends Error {
  readonly code: string
  readonly hint: string

  constructor(code: string, message: string, hint = '') {
    super(message)
    this.name = 'Failure'
    this.code = code
    this.hint = hint
  }
}

/** True where nobody is signed in, or the key is no longer good. */
export const needsSignIn = (error: unknown): boolean =>
  error instanceof Failure && error.code === 'unauthenticated'

/** True where somebody is known and may not do this. */
export const isForbidden = (error: unknown): boolean => error instanceof Failure && error.code === 'forbidden'

type Said = { code?: unknown; message?: unknown; hint?: unknown }

const text = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise)

/** The failure that an answer tells of, or null if it holds what was asked for. `status`: of HTTP. */
export function readFailure(status: number, body: unknown): Failure | null {
  const answer = (body ?? {}) as Said & { errors?: { message?: unknown; extensions?: Said }[] }
  const first = answer.errors?.[0]
  if (first !== undefined) {
    const said = first.extensions ?? {}
    return new Failure(
      text(said.code, 'error'),
      text(first.message, 'The service could not answer.'),
      text(said.hint, ''),
    )
  }
  if (status >= 400) {
    return new Failure(
      text(answer.code, `http-${status}`),
      text(answer.message, `The service answered ${status}.`),
      text(answer.hint, ''),
    )
  }
  return null
}
