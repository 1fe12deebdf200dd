type Assignment = { name: string; help: string; mark: 'firm' | 'named' | 'manual' | 'unknown' }

/** How a release came onto its artist's page, in words. `mark`: how the timeline draws it. */
const ASSIGNMENTS: Record<string, Assignment> = {
  identifier: {
    name: 'By identifier',
    help: 'The delivery named the artist by an identifier, such as an ISNI.',
    mark: 'firm',
  },
  artist_key: {
    name: 'By artist key',
    help: 'The delivery named this page by its own key.',
    mark: 'firm',
  },
  name_only: {
    name: 'By name only',
    help: 'Only the name matched: the way by which releases of namesakes and hijackers come onto a page, and many honest ones too.',
    mark: 'named',
  },
  manual: { name: 'By hand', help: 'A person put it on this page.', mark: 'manual' },
}
const UNKNOWN: Assignment = {
  name: 'Not told',
  help: 'The catalog does not say how it came here.',
  mark: 'unknown',
}

export const assignmentOf = (assignment: string | null | undefined): Assignment =>
  ASSIGNMENTS[assignment ?? ''] ?? (assignment ? { ...UNKNOWN, name: assignment } : UNKNOWN)

const TYPES: Record<string, string> = {
  single: 'Single',
  ep: 'EP',
  album: 'Album',
  compilation: 'Compilation',
}

export const releaseTypeOf = (type: string | null | undefined): string => TYPES[type ?? ''] ?? type ?? '–'

type Said = { source?: string | null; file?: string | null; sender?: string | null } | null | undefined

/** Who said something: the sender where one is named, else the kind of source and the file. */
export function describeDelivery(delivery: Said): string {
  if (!delivery) return 'not told'
  const source = [delivery.source, delivery.file].filter(Boolean).join(': ')
  return delivery.sender ? `${delivery.sender}${source === '' ? '' : ` (${source})`}` : source || 'not told'
}
