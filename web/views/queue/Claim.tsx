import { Link } from '@tanstack/react-router'
import { type Claimed, type ClaimName, type ClaimPart, claimOf } from '@/core/findings/queueClaim'
import { Text } from '@/views/shared/Text'

const keyOf = (part: ClaimPart, place: number) => `${place} ${typeof part === 'string' ? part : part.id}`

/** What a finding claims, in one sentence; names are set apart so that none of them turns the rest around. */
export function Claim({ finding, linked = false }: { finding: Claimed; linked?: boolean }) {
  return claimOf(finding).map((part, place) =>
    typeof part === 'string' ? (
      <span key={keyOf(part, place)}>{part}</span>
    ) : linked ? (
      <NameLink key={keyOf(part, place)} part={part} />
    ) : (
      <Text key={keyOf(part, place)} className="claim-name">
        {part.name}
      </Text>
    ),
  )
}

function NameLink({ part }: { part: ClaimName }) {
  const name = <Text className="claim-name">{part.name}</Text>
  if (part.type === 'artist') {
    return (
      <Link to="/artists/$id" params={{ id: part.id }}>
        {name}
      </Link>
    )
  }
  if (part.type === 'release') {
    return (
      <Link to="/releases/$id" params={{ id: part.id }}>
        {name}
      </Link>
    )
  }
  if (part.type === 'cluster') {
    return (
      <Link to="/clusters/$id" params={{ id: part.id }}>
        {name}
      </Link>
    )
  }
  return name
}
