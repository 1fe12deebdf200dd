import type { FindingKind } from '@/core/api/documents/graphql'
import { formatShort } from './numbers'

/** `claims`: what a finding of the kind claims, without a full stop. `help` says that it is a claim. */
type Kind = { name: string; plural: string; claims: string; help: string }

const kind = (name: string, plural: string, claims: string): Kind => ({
  name,
  plural,
  claims,
  help: `The claim: ${claims}.`,
})

/** The kinds of findings in people's words, with what each claims. */
export const KINDS: Record<FindingKind, Kind> = {
  IMPERSONATION: kind(
    'Impersonation',
    'Impersonations',
    'this profile trades on the identity of another artist',
  ),
  MISATTRIBUTION: kind(
    'Misattribution',
    'Misattributions',
    'this release sits on the page of an artist whose it is not',
  ),
  CONTENT_FARM: kind(
    'Content farm',
    'Content farms',
    'these profiles are run by one operator to mass-produce interchangeable content',
  ),
  RECYCLED_AUDIO: kind(
    'Recycled audio',
    'Recycled audio',
    'the same sound is published again under an unrelated identity',
  ),
  CAMPAIGN: kind(
    'Campaign',
    'Campaigns',
    'these releases or profiles, each of which may be out of place, belong to one operation',
  ),
}

export const KIND_ORDER = Object.keys(KINDS) as FindingKind[]

/** `1 release`, `3 releases`. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** `1 stream`, `12.3K streams`. */
export const shortCountOf = (count: number, one: string, many = `${one}s`): string =>
  `${formatShort(count)} ${count === 1 ? one : many}`
