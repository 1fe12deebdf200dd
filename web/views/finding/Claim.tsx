import { Link } from '@tanstack/react-router'
import type { Finding } from '@/core/finding/queries'
import { type ClaimPart, claimOf } from '@/core/findings/queueClaim'
import { Text } from '@/views/shared/Text'

/** The claim in one sentence, its names as links to what they name. */
export function Claim({ finding }: { finding: Finding }) {
  return (
    <>
      {claimOf(finding).map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence, which never move
        <Part key={place} part={part} />
      ))}
    </>
  )
}

function Part({ part }: { part: ClaimPart }) {
  if (typeof part === 'string') return part
  const name = <Text>{part.name}</Text>
  if (part.type === 'artist')
    return (
      <Link to="/artists/$id" params={{ id: part.id }}>
        {name}
      </Link>
    )
  if (part.type === 'release')
    return (
      <Link to="/releases/$id" params={{ id: part.id }}>
        {name}
      </Link>
    )
  if (part.type === 'cluster')
    return (
      <Link to="/clusters/$id" params={{ id: part.id }}>
        {name}
      </Link>
    )
  return name
}
