/** A version of a record, as the API tells it: newest first. */
export type Version = { since: string; changed: readonly string[]; value: unknown }

/** What a column said before and says now; null is nothing. */
export type Difference = { column: string; before: string | null; now: string | null }

const NAMES: Record<string, string> = {
  artist_id: 'Id',
  release_id: 'Id',
  ipi: 'IPI number',
  isni: 'ISNI',
  upc: 'UPC',
  urls: 'Pages',
  musicbrainz_id: 'MusicBrainz id',
  discogs_id: 'Discogs id',
  image_phash: 'Image hash',
  cover_phash: 'Cover hash',
  created_on: 'Page made on',
  ended_on: 'Ended on',
  p_line: 'Sound copyright line',
  c_line: 'Copyright line',
  artist_assignment: 'Put on the page',
}

/** A column's name in people's words. */
export const columnName = (column: string): string => {
  const words = column.replaceAll('_', ' ')
  return NAMES[column] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

/** A column's value as a text; null where there is none. */
export function valueText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (Array.isArray(value))
    return value.length === 0 ? null : value.map((part) => valueText(part) ?? '').join(', ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}

const columnsOf = (version: Version | undefined): Record<string, unknown> =>
  typeof version?.value === 'object' && version.value !== null
    ? (version.value as Record<string, unknown>)
    : {}

/** What a version changed against the one before it; of the first, what it said. `place`: in the list, newest first. */
export function differences(versions: readonly Version[], place: number): Difference[] {
  const now = columnsOf(versions[place])
  const before = columnsOf(versions[place + 1])
  return (versions[place]?.changed ?? []).map((column) => ({
    column,
    before: valueText(before[column]),
    now: valueText(now[column]),
  }))
}
