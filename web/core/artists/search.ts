/** What the view's address says. A part that is left out is the default; what cannot be read is left out. */
export type ArtistSearch = Record<string, never>

export function readArtistSearch(_given: Record<string, unknown>): ArtistSearch {
  return {}
}
