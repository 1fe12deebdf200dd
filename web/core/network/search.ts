/** What the view's address says. A part that is left out is the default; what cannot be read is left out. */
export type NetworkSearch = Record<string, never>

export function readNetworkSearch(_given: Record<string, unknown>): NetworkSearch {
  return {}
}
