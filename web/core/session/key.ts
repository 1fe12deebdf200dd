const STORED = 'namesake-key'

/** The API key of this tab; null where none was given: a service on loopback asks for none, and OIDC has its cookie. */
export function getKey(): string | null {
  return sessionStorage.getItem(STORED)
}

export function setKey(key: string | null): void {
  if (key === null) sessionStorage.removeItem(STORED)
  else sessionStorage.setItem(STORED, key.trim())
}
