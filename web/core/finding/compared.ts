import { countOf } from '@/core/format/words'
import { bitsApart, bitsOf, closestCovers, tellApart } from './hash'
import { isOtherTempo, ratioOf } from './tempo'

/** One comparison of both ends in words. `of`: what was looked at, where it is not all there is. */
export type Compared = { what: string; told: string; of: string | null }
type Cover = { id: string; title?: string | null; coverPhash?: string | null }
type Page = {
  followers?: number | null
  imagePhash?: string | null
  releases: { totalCount?: number | null; edges: { node: Cover }[] }
}
type Sound = { audioFingerprint?: string | null; durationMs?: number | null }
type End = Page | Sound | { upc?: string | null } | null
type Titled = { title?: string | null }

const fold = (title: string | null | undefined): string => (title ?? '').toLowerCase()

/** Those of the left whose title, case aside, the right has too. */
export function titledAlike<Release extends Titled>(
  lefts: readonly Release[],
  rights: readonly Titled[],
): Release[] {
  const titles = new Set(rights.map(({ title }) => fold(title)).filter((title) => title !== ''))
  return lefts.filter(({ title }) => titles.has(fold(title)))
}

/** How near two hashes are in words; null where one is missing. */
function tellBits(left: string | null | undefined, right: string | null | undefined): string | null {
  const apart = bitsApart(left, right)
  const size = bitsOf(left)?.length
  if (apart === null || size === undefined) return null
  return `${tellApart(apart, size)}: ${countOf(apart, 'bit')} of ${size} differ`
}

function compareArtists(left: Page, right: Page): Compared[] {
  const [lefts, rights] = [left, right].map((artist) => artist.releases.edges.map(({ node }) => node))
  const [ours, theirs] = [lefts ?? [], rights ?? []]
  const titles = [...new Set(titledAlike(ours, theirs).map(({ title }) => `“${title}”`))]
  const all = [left, right].map((artist) => artist.releases.totalCount ?? artist.releases.edges.length)
  const picture = tellBits(left.imagePhash, right.imagePhash)
  return [
    {
      what: 'Titles on both pages',
      told: titles.length === 0 ? 'none' : titles.join(', '),
      of: `of the newest ${ours.length} of ${countOf(all[0] ?? 0, 'release')} of the subject and ${theirs.length} of ${all[1]} of the target`,
    },
    {
      what: 'Profile pictures, by perceptual hash',
      told: picture ?? 'cannot be compared: not known of both',
      of: null,
    },
    ...closestCovers(ours, theirs).map((pair) => ({
      what: `Covers of “${pair.left.title ?? pair.left.id}” and “${pair.right.title ?? pair.right.id}”`,
      told: tellBits(pair.left.coverPhash, pair.right.coverPhash) ?? '',
      of: null,
    })),
  ]
}

function compareRecordings(left: Sound, right: Sound): Compared[] {
  const bits = tellBits(left.audioFingerprint, right.audioFingerprint)
  const ratio = ratioOf(left.durationMs, right.durationMs)
  return [
    {
      what: 'Audio fingerprints',
      told: bits ?? 'cannot be compared: not known of both',
      of:
        bits !== null && isOtherTempo(ratio)
          ? 'fingerprints of a sound that was slowed down or sped up do not compare: that they differ says nothing here'
          : null,
    },
    {
      what: 'Lengths',
      told: ratio === null ? 'not known of both' : `the subject lasts ${ratio.toFixed(3)} times as long`,
      of: null,
    },
  ]
}

/** What a reader of a dossier would hold beside each other; empty for ends of two types, and for clusters. */
export function compareEnds(left: End, right: End): Compared[] {
  if (left === null || right === null) return []
  if ('followers' in left && 'followers' in right) return compareArtists(left, right)
  if ('audioFingerprint' in left && 'audioFingerprint' in right) return compareRecordings(left, right)
  return []
}
