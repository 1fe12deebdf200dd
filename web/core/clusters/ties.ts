type Thing = { name: string; help: string }

/** What artists can share, in words, with what sharing it says. */
const THINGS: Record<string, Thing> = {
  payee: { name: 'Payee', help: 'The same payee is paid for releases of each.' },
  label: { name: 'Label', help: 'Releases of each are on the same label. Honest artists share labels too.' },
  distributor: {
    name: 'Distributor',
    help: 'The same distributor delivers each. Most artists share theirs with many.',
  },
  party: { name: 'Credited person', help: 'The same person is credited on recordings of each.' },
  release: { name: 'Release', help: 'They are on one release together.' },
  recording: { name: 'Recording', help: 'They are on one recording together.' },
  identity: { name: 'Identity', help: 'Namesake holds them to be one act.' },
  account_hash: {
    name: 'Bank account',
    help: 'Payees of each use the same bank account. Only its hash is known.',
  },
  tax_id_hash: {
    name: 'Tax number',
    help: 'Payees of each have the same tax number. Only its hash is known.',
  },
  email_hash: {
    name: 'E-mail address',
    help: 'Payees of each use the same e-mail address. Only its hash is known.',
  },
  address_hash: {
    name: 'Postal address',
    help: 'Payees of each use the same postal address. Only its hash is known.',
  },
  device_hash: {
    name: 'Device',
    help: 'Payees of each signed in from the same device. Only its hash is known.',
  },
  image_phash: { name: 'Profile image', help: 'Their profiles show the same picture, or nearly.' },
  cover_phash: { name: 'Cover', help: 'Releases of each have the same cover, or nearly.' },
  audio_fingerprint: { name: 'Audio', help: 'Recordings of each are the same sound.' },
  isrc_registrant: {
    name: 'ISRC registrant',
    help: 'Recordings of each carry ISRCs of the same registrant.',
  },
  url: { name: 'Web page', help: 'Their profiles link to the same page.' },
}

export const thingOf = (type: string): Thing => {
  const words = type.replaceAll('_', ' ')
  return (
    THINGS[type] ?? {
      name: words.charAt(0).toUpperCase() + words.slice(1),
      help: `They share this ${words}.`,
    }
  )
}

/** Whether a tie tells of who is paid. */
export const tellsOfPayees = (type: string): boolean =>
  ['payee', 'account_hash', 'tax_id_hash', 'email_hash', 'address_hash', 'device_hash'].includes(type)

export type ClusterTie = {
  type: string
  id: string
  name?: string | null
  sharedBy: number
  weight: number
  artistIds: readonly string[]
}

/** Ties by how much they hold together: weight times how many of those asked about have it. */
export const rankTies = (ties: readonly ClusterTie[]): ClusterTie[] =>
  ties.toSorted((left, right) => right.weight * right.artistIds.length - left.weight * left.artistIds.length)
