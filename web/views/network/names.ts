import { nodeName } from '@/core/network/kinds'
import type { CanvasNode, Role } from '@/core/network/network'

/** What a finding says of an artist, as a short text. Nothing here is a fact: a finding is a claim with a probability. */
export const ROLES: Record<Role, string> = {
  subject: 'the profile in question',
  target: 'the artist who may be wronged',
  member: 'one of those it speaks of',
}

/** The name of a node, or its id where it has none. */
export const nameOf = (node: CanvasNode | undefined): string =>
  node === undefined ? 'unknown' : nodeName(node)
