import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { yearsOf } from '@/core/artists/years'
import { formatDay } from '@/core/format/dates'
import { formatDuration } from '@/core/format/numbers'
import { countOf, shortCountOf } from '@/core/format/words'
import { encodeStep } from '@/core/network/steps'
import { releaseTypeOf } from '@/core/releases/words'
import { isAccused } from '@/core/search/accused'
import { describeMatch } from '@/core/search/matched'
import type { ArtistHit, Hit } from '@/core/search/results'
import { Text } from '@/views/shared/Text'

type Node = Hit['node']
type Of<Name extends Node['__typename']> = Extract<Node, { __typename: Name }>

/** Something found, with enough to tell it from its namesakes. */
export function HitRow({ hit, typed }: { hit: Hit; typed: string }) {
  const { node } = hit
  const findings = 'findings' in node ? node.findings : []
  const open = findings.filter(({ status }) => status !== 'confirmed' && status !== 'dismissed').length
  const accused = node.__typename === 'Artist' && isAccused(node.id, node.findings)
  return (
    <li>
      <span className="tag outline">{node.__typename}</span>
      <div className="stack">
        <p>
          <HitLink node={node} />{' '}
          <span className="soft">{describeMatch(hit.matchedOn, typed, namesOf(node))}</span>
        </p>
        <HitFacts node={node} />
      </div>
      <span>
        {open > 0 && (
          <span className={accused ? 'tag for' : 'tag'}>{countOf(open, 'finding')} to decide</span>
        )}
        {open === 0 && findings.length > 0 && (
          <span className="tag">{countOf(findings.length, 'finding')}</span>
        )}
      </span>
    </li>
  )
}

const titleOf = (node: Node): string =>
  ('title' in node ? node.title : 'name' in node ? node.name : null) ?? node.id ?? ''

const namesOf = (node: Node): string[] => [
  titleOf(node),
  ...(node.__typename === 'Artist' ? node.aliases : []),
]

/** Leads to the thing's own view; what has none leads to the network. */
function HitLink({ node }: { node: Node }) {
  const title = (
    <strong>
      <Text>{titleOf(node)}</Text>
    </strong>
  )
  if (node.__typename === 'Artist') {
    return (
      <Link to="/artists/$id" params={{ id: node.id }} data-row>
        {title}
      </Link>
    )
  }
  if (node.__typename === 'Release') {
    return (
      <Link to="/releases/$id" params={{ id: node.id }} data-row>
        {title}
      </Link>
    )
  }
  const release = node.__typename === 'Recording' ? node.appearsOn[0] : undefined
  if (release !== undefined) {
    return (
      <Link to="/releases/$id" params={{ id: release.id }} data-row>
        {title}
      </Link>
    )
  }
  if (node.__typename === 'Recording') return title
  return (
    <Link
      to="/network"
      search={{ steps: [encodeStep({ do: 'node', node: `${node.__typename}:${node.id}` })] }}
      data-row
    >
      {title}
    </Link>
  )
}

function HitFacts({ node }: { node: Node }) {
  switch (node.__typename) {
    case 'Artist':
      return <ArtistFacts artist={node} />
    case 'Release':
      return <ReleaseFacts release={node} />
    case 'Recording':
      return <RecordingFacts recording={node} />
    case 'Distributor':
      return (
        <Facts
          parts={[
            node.dpid ? `DDEX party ${node.dpid}` : null,
            <code key="id">{node.id}</code>,
            <Link key="findings" to="/" search={{ distributor: node.id, status: 'all' }}>
              findings about what it delivered
            </Link>,
          ]}
        />
      )
    case 'Payee':
      return <Facts parts={[node.country, node.id]} />
    default:
      return <Facts parts={[node.id]} />
  }
}

/** Facts in a line; those that are not known are left out. */
function Facts({ parts }: { parts: (ReactNode | null | undefined)[] }) {
  const known = parts.filter((part) => part !== null && part !== undefined && part !== '')
  return (
    <ul className="hit-facts">
      {known.map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts have a fixed order
        <li key={place}>{part}</li>
      ))}
    </ul>
  )
}

function ArtistFacts({ artist }: { artist: ArtistHit }) {
  const releases = artist.releases.totalCount ?? 0
  const years = yearsOf(
    artist.releases.edges.map(({ node }) => node),
    releases,
  )
  return (
    <Facts
      parts={[
        artist.country ?? 'country not told',
        artist.type,
        artist.verified === true ? <strong key="verified">verified</strong> : null,
        artist.followers == null ? null : shortCountOf(artist.followers, 'follower'),
        artist.monthlyListeners == null ? null : shortCountOf(artist.monthlyListeners, 'monthly listener'),
        `${countOf(releases, 'release')}${years === null ? '' : `, ${years}`}`,
        artist.createdOn == null ? null : `page made ${formatDay(artist.createdOn)}`,
        artist.endedOn == null ? null : `ended ${formatDay(artist.endedOn)}`,
        artist.isni ? `ISNI ${artist.isni}` : null,
        artist.ipi ? `IPI ${artist.ipi}` : null,
        artist.musicbrainzId ? 'has a MusicBrainz id' : null,
        artist.isni || artist.ipi || artist.musicbrainzId ? null : 'no identifiers',
        <code key="id">{artist.id}</code>,
      ]}
    />
  )
}

function ReleaseFacts({ release }: { release: Of<'Release'> }) {
  const date = release.releaseDate ?? release.receivedAt
  return (
    <Facts
      parts={[
        releaseTypeOf(release.type),
        release.artists.map((artist) => artist.name ?? artist.id).join(', ') || 'artist not told',
        date ? formatDay(date) : 'date not told',
        release.distributor?.name,
        release.label?.name,
        release.upc ? `UPC ${release.upc}` : null,
        <code key="id">{release.id}</code>,
      ]}
    />
  )
}

function RecordingFacts({ recording }: { recording: Of<'Recording'> }) {
  const [first, ...others] = recording.appearsOn
  return (
    <Facts
      parts={[
        recording.artists.map((artist) => artist.name ?? artist.id).join(', ') || 'artist not told',
        recording.isrc ? `ISRC ${recording.isrc}` : null,
        formatDuration(recording.durationMs),
        recording.streams28d == null ? null : `${shortCountOf(recording.streams28d, 'stream')} in 28 days`,
        first === undefined
          ? 'on no release'
          : `on ${first.title ?? first.id}${others.length === 0 ? '' : ` and ${others.length} more`}`,
        <code key="id">{recording.id}</code>,
      ]}
    />
  )
}
