import type { FindingKind } from '@/core/api/documents/graphql'

type Kind = { name: string; plural: string; help: string }

/** The kinds of findings in people's words, with what each claims. */
export const KINDS: Record<FindingKind, Kind> = {
  IMPERSONATION: {
    name: 'Impersonation',
    plural: 'Impersonations',
    help: 'This profile trades on the identity of another artist.',
  },
  MISATTRIBUTION: {
    name: 'Misattribution',
    plural: 'Misattributions',
    help: 'This release sits on the page of an artist whose it is not.',
  },
  CONTENT_FARM: {
    name: 'Content farm',
    plural: 'Content farms',
    help: 'These profiles are run by one operator to mass-produce interchangeable content.',
  },
  RECYCLED_AUDIO: {
    name: 'Recycled audio',
    plural: 'Recycled audio',
    help: 'The same sound is published again under an unrelated identity.',
  },
  CAMPAIGN: {
    name: 'Campaign',
    plural: 'Campaigns',
    help: 'These misattributed releases or impersonating profiles belong to one operation.',
  },
}

export const KIND_ORDER = Object.keys(KINDS) as FindingKind[]

/** `1 release`, `3 releases`. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`
