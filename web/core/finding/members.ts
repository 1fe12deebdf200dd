import { formatDay } from '@/core/format/dates'
import { shortCountOf } from '@/core/format/words'

type Page = {
  members: {
    edges: {
      node: {
        id: string
        name?: string | null
        country?: string | null
        followers?: number | null
        monthlyListeners?: number | null
        createdOn?: string | null
      }
    }[]
  }
  releases: {
    edges: {
      node: {
        id: string
        title?: string | null
        releaseDate?: string | null
        artists: { id: string; name?: string | null }[]
        distributor?: { name?: string | null } | null
      }
    }[]
  }
}

/** A member as the list shows it. `type`: null until the page that tells it is read. */
export type Member = {
  id: string
  type: 'artist' | 'release' | null
  name: string
  strength: number | null
  detail: string
}

/** All members, the firmest first: ids and strengths are known at once, names as their pages come. */
export function membersOf(
  ids: readonly string[],
  strengths: readonly number[],
  pages: readonly (Page | null)[],
): Member[] {
  const told = new Map<string, Omit<Member, 'id' | 'strength'>>()
  for (const page of pages) {
    for (const { node } of page?.members.edges ?? []) {
      const detail = [
        node.country,
        node.monthlyListeners != null
          ? shortCountOf(node.monthlyListeners, 'monthly listener')
          : node.followers != null && shortCountOf(node.followers, 'follower'),
        node.createdOn != null && `made ${formatDay(node.createdOn)}`,
      ]
      told.set(node.id, {
        type: 'artist',
        name: node.name ?? node.id,
        detail: detail.filter(Boolean).join(' · '),
      })
    }
    for (const { node } of page?.releases.edges ?? []) {
      const artists = node.artists.map((artist) => artist.name ?? artist.id).join(', ')
      const detail = [
        artists && `on the page of ${artists}`,
        node.releaseDate != null && formatDay(node.releaseDate),
        node.distributor?.name,
      ]
      told.set(node.id, {
        type: 'release',
        name: node.title ?? node.id,
        detail: detail.filter(Boolean).join(' · '),
      })
    }
  }
  const members = ids.map(
    (id, place): Member => ({
      id,
      strength: strengths[place] ?? null,
      ...(told.get(id) ?? { type: null, name: id, detail: '' }),
    }),
  )
  return members.toSorted((a, b) => (b.strength ?? 0) - (a.strength ?? 0))
}
