import type { FindingKind } from '@/core/api/documents/graphql'

/** What a node is drawn as. */
export type Shape = 'circle' | 'square' | 'diamond' | 'triangle' | 'hexagon'

/** `color`: which of the node colours of network.css. `letter`: drawn on the node, so that colour is never the only sign. */
export type NodeKind = {
  name: string
  plural: string
  letter: string
  shape: Shape
  color: string
  help: string
}

const IDENTIFIER = { shape: 'hexagon', color: 'identifier' } as const
const ACCOUNT = { shape: 'diamond', color: 'money' } as const

/** The types of nodes, in the order of the legend. */
export const NODE_KINDS: Record<string, NodeKind> = {
  artist: {
    name: 'Artist',
    plural: 'Artists',
    letter: 'A',
    shape: 'circle',
    color: 'artist',
    help: 'An artist profile, as a source says it.',
  },
  identity: {
    name: 'Identity',
    plural: 'Identities',
    letter: 'I',
    shape: 'circle',
    color: 'group',
    help: 'The act behind one or more profiles, as the last run resolved it.',
  },
  cluster: {
    name: 'Cluster',
    plural: 'Clusters',
    letter: 'C',
    shape: 'circle',
    color: 'group',
    help: 'Profiles that the last run holds to belong together.',
  },
  release: {
    name: 'Release',
    plural: 'Releases',
    letter: 'R',
    shape: 'square',
    color: 'work',
    help: 'A single, EP, album or compilation.',
  },
  recording: {
    name: 'Recording',
    plural: 'Recordings',
    letter: 'T',
    shape: 'square',
    color: 'work',
    help: 'One recorded performance; it may be on several releases.',
  },
  label: {
    name: 'Label',
    plural: 'Labels',
    letter: 'L',
    shape: 'triangle',
    color: 'company',
    help: 'The label that issued a release.',
  },
  distributor: {
    name: 'Distributor',
    plural: 'Distributors',
    letter: 'D',
    shape: 'triangle',
    color: 'company',
    help: 'Who delivered a release. Large ones deliver for very many who have nothing to do with each other.',
  },
  payee: {
    name: 'Payee',
    plural: 'Payees',
    letter: '$',
    ...ACCOUNT,
    help: 'Who is paid for a release. Acts of one manager may share one in good faith.',
  },
  party: {
    name: 'Contributor',
    plural: 'Contributors',
    letter: 'P',
    shape: 'square',
    color: 'person',
    help: 'Somebody credited on a recording: writer, producer, performer. A name alone may be several people.',
  },
}

const hash = (name: string, letter: string, help: string, plural = `${name}s`): NodeKind => ({
  name,
  plural,
  letter,
  ...ACCOUNT,
  help,
})
const identifier = (name: string, letter: string, help: string, plural = `${name}s`): NodeKind => ({
  name,
  plural,
  letter,
  ...IDENTIFIER,
  help,
})

/** The kinds of identifiers that artists may share. */
export const IDENTIFIER_KINDS: Record<string, NodeKind> = {
  account_hash: hash(
    'Bank account',
    '#',
    'One bank account, kept as a hash. The money ends in the same place.',
  ),
  tax_id_hash: hash('Tax number', '#', 'One tax number, kept as a hash: one person or company.'),
  email_hash: hash('E-mail', '#', "A payee's e-mail address, kept as a hash."),
  address_hash: hash(
    'Address',
    '#',
    "A payee's postal address, kept as a hash. An office may hold many.",
    'Addresses',
  ),
  device_hash: hash('Device', '#', 'A device from which the payee signed in, kept as a hash.'),
  isni: identifier('ISNI', 'N', 'International Standard Name Identifier: one public identity.'),
  ipi: identifier('IPI number', 'N', 'Number of a writer or publisher with a collecting society.'),
  musicbrainz_id: identifier('MusicBrainz id', 'N', 'An artist in MusicBrainz.'),
  discogs_id: identifier('Discogs id', 'N', 'An artist in Discogs.'),
  dpid: identifier('DDEX party id', 'N', 'A company in the DDEX register.'),
  url: identifier('Web page', 'W', 'A page that a profile links to.'),
  image_phash: identifier(
    'Profile image',
    'V',
    'The same picture by its perceptual hash; sizes and crops alike.',
  ),
  cover_phash: identifier(
    'Cover image',
    'V',
    'The same cover by its perceptual hash. Stock covers are shared by strangers.',
  ),
  audio_fingerprint: identifier(
    'Sound',
    'S',
    'The same sound by its fingerprint: one recording published more than once.',
  ),
  identifier: identifier('Identifier', 'N', 'A value that strangers may share: a number, a page, a hash.'),
}

/** The kind of a node, or of what is shared by a tie, with a plain one for a type that is new. */
export function kindOf(type: string): NodeKind {
  return (
    NODE_KINDS[type] ??
    IDENTIFIER_KINDS[type] ??
    identifier(type.replaceAll('_', ' '), 'N', 'A shared value.')
  )
}

/** The relationships in people's words: from the end that they lead away from, from the other, and what they mean. */
const RELATIONS: Record<string, [string, string, string]> = {
  MAIN_ARTIST: ['is by', 'made', 'The release or recording names the profile as a main artist.'],
  FEATURED_ARTIST: ['features', 'is featured on', 'The recording names the profile as featured.'],
  APPEARS_ON: ['is on', 'holds', 'The recording is on the release.'],
  ISSUED_BY: ['was issued by', 'issued', 'The label of the release.'],
  DELIVERED_BY: ['was delivered by', 'delivered', 'The distributor that delivered the release.'],
  PAID_TO: ['pays', 'is paid for', 'Money of the release went to the payee.'],
  RELEASES_DELIVERED_BY: [
    'has releases delivered by',
    'delivered releases of',
    'The distributor delivered releases that name the profile as a main artist.',
  ],
  RELEASES_PAID_TO: [
    'has releases paid to',
    'is paid for releases of',
    'Money of releases that name the profile as a main artist went to the payee.',
  ],
  CONTRIBUTED_TO: ['is credited on', 'credits', 'A credit of the recording names the contributor.'],
  HAS_PROFILE: ['stands behind', 'is a profile of', 'The last run holds the profile to be of this act.'],
  HAS_MEMBER: ['has the member', 'is a member of', 'The last run put the profile into the cluster.'],
  RELATED_TO: [
    'is related to',
    'is related to',
    'A source says that the two are related, as member or alias.',
  ],
  HAS_IDENTIFIER: ['has', 'belongs to', 'The record holds this value.'],
}

/** `made`, `is paid for`: a relationship as read from one of its ends. */
export const relationWords = (relation: string, outgoing: boolean): string => {
  const words = RELATIONS[relation]
  return words === undefined ? relation.toLowerCase().replaceAll('_', ' ') : words[outgoing ? 0 : 1]
}

/** What a finding claims of one end against the other, between their names. Never a fact: `seems to`. */
const CLAIMS: Record<FindingKind, string> = {
  IMPERSONATION: 'seems to trade on',
  MISATTRIBUTION: 'seems to be wrongly put under',
  CONTENT_FARM: 'seems to be run together with',
  RECYCLED_AUDIO: 'seems to sell again the sound of',
  CAMPAIGN: 'seems to belong to one operation with',
}
export const CLAIM_HELP = 'A claim of a finding, with its probability: no tie between them, and no fact.'
export const claimWords = (says: FindingKind): string => CLAIMS[says]

export const relationHelp = (relation: string): string =>
  RELATIONS[relation]?.[2] ?? 'A relationship that a source asserts.'

const HEX = /^[0-9a-f]{12,}$/
/** Digits of a hash that are shown: enough to tell two apart by eye. */
const HASH_SHOWN = 8

/** A value as it is read: a hash is cut short. */
const shortened = (value: string): string => (HEX.test(value) ? value.slice(0, HASH_SHOWN) : value)

/** The name of a node; a hash, which says nothing by itself, says what it is of. */
export function nodeName({ id, type, name }: { id: string; type: string; name: string | null }): string {
  const value = name ?? id.slice(id.indexOf(':') + 1)
  return type in IDENTIFIER_KINDS && HEX.test(value) ? `${kindOf(type).name} ${shortened(value)}` : value
}

/** `payee Ada Ltd`, `bank account 670677de`: what is shared, in words. */
export const tieName = (tie: { type: string; id: string; name?: string | null }): string =>
  `${lowered(kindOf(tie.type).name)} ${shortened(tie.name ?? tie.id)}`

/** The first letter small, but not that of an abbreviation. */
const lowered = (name: string): string =>
  /^[A-Z][a-z-]/.test(name) ? name[0]?.toLowerCase() + name.slice(1) : name

/** The weight of a tie, as it is shown. It has no sign: ties are no evidence for or against. */
export const formatTie = (weight: number): string => weight.toFixed(1)

/** What the weight of a tie means, for a help text. */
export const WEIGHT_HELP =
  'Weight: each shared thing counts 1 / ln(number of artists that share it), so what two alone share counts 1.44 and what 4,200 share 0.12. It is no probability.'
