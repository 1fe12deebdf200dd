import type { Compared } from '@/core/finding/compared'
import type { EndFacts } from '@/core/finding/dossier'
import { payeesOf, peopleOf } from '@/core/finding/facts'
import { tellAssignment } from '@/core/finding/page'
import type { Finding } from '@/core/finding/queries'
import { formatDay, formatTime } from '@/core/format/dates'
import { formatCount, formatDuration } from '@/core/format/numbers'
import { Sentence, Text } from '@/views/shared/Text'
import { PayeeList } from './parts'

type Props = {
  title: string
  facts: EndFacts
  end: Finding['subject'] | Finding['target']
  payees: boolean
}

/** What the catalog says of an end of the finding, on paper. */
export function EndTable({ title, facts, end, payees }: Props) {
  const rows = facts === null ? [] : rowsOf(facts).filter(([, value]) => value !== '' && value !== '–')
  return (
    <section>
      <h2>
        {title}: {end == null ? 'has left the catalog' : `${end.__typename.toLowerCase()} `}
        {end != null && <code>{end.id}</code>}
      </h2>
      {rows.length > 0 && (
        <table>
          <tbody>
            {rows.map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <Text>{value}</Text>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {payees && facts !== null && <PayeeList title="Who is paid" payees={payeesOf(paidOf(facts))} />}
    </section>
  )
}

/** What a reader would hold beside each other, already held so. */
export function ComparedTable({ compared }: { compared: Compared[] }) {
  if (compared.length === 0) return null
  return (
    <section>
      <h2>Both beside each other</h2>
      <table>
        <tbody>
          {compared.map(({ what, told, of }) => (
            <tr key={what}>
              <th scope="row">
                <Sentence>{what}</Sentence>
              </th>
              <td>
                <Sentence>{told}</Sentence> {of !== null && <span className="soft">{of}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

type Row = [name: string, value: string]

function rowsOf(facts: NonNullable<EndFacts>): Row[] {
  const signals: Row = [
    'Reported by other systems',
    facts.signals
      .map(
        ({ kind, score, source }) =>
          `${kind.replaceAll('_', ' ')}${score == null ? '' : ` ${score.toFixed(2)}`} (${source})`,
      )
      .join(', '),
  ]
  if ('followers' in facts) {
    return [
      ['Name', facts.name ?? ''],
      ['Other names', facts.aliases.join(', ')],
      ['Country', facts.country ?? ''],
      ['Type', facts.type ?? ''],
      ['Genres', facts.genres.join(', ')],
      ['Profile made', formatDay(facts.createdOn)],
      ['Ended', formatDay(facts.endedOn)],
      ['Verified', facts.verified == null ? '' : facts.verified ? 'yes' : 'no'],
      ['Monthly listeners', formatCount(facts.monthlyListeners)],
      ['Followers', formatCount(facts.followers)],
      ['ISNI', facts.isni ?? ''],
      ['IPI', facts.ipi ?? ''],
      ['MusicBrainz', facts.musicbrainzId ?? ''],
      ['Discogs', facts.discogsId ?? ''],
      ['Picture, perceptual hash', facts.imagePhash ?? ''],
      ['Releases', formatCount(facts.releases.totalCount)],
      [
        'Newest releases',
        facts.releases.edges
          .slice(0, 8)
          .map(({ node }) => `${node.title ?? node.id} (${formatDay(node.releaseDate)})`)
          .join('; '),
      ],
      ['Credited people', creditsOf(facts.recordings.edges.map(({ node }) => node))],
      signals,
    ]
  }
  if ('upc' in facts) {
    return [
      ['Title', facts.title ?? ''],
      ['Main artists', facts.artists.map(({ id, name }) => `${name ?? id} (${id})`).join(', ')],
      ['Type', facts.type ?? ''],
      ['UPC', facts.upc ?? ''],
      ['Released', formatDay(facts.releaseDate)],
      ['Received', formatTime(facts.receivedAt)],
      ['Put on the page', facts.artistAssignment == null ? '' : tellAssignment(facts.artistAssignment)],
      ['Distributor', facts.distributor?.name ?? facts.distributor?.id ?? ''],
      ['Label', facts.label?.name ?? facts.label?.id ?? ''],
      ['P-line', facts.pLine ?? ''],
      ['C-line', facts.cLine ?? ''],
      ['Language', facts.language ?? ''],
      ['Cover, perceptual hash', facts.coverPhash ?? ''],
      [
        'Recordings',
        facts.recordings
          .map(({ id, title, isrc }) => `${title ?? id}${isrc == null ? '' : ` (${isrc})`}`)
          .join('; '),
      ],
      ['Credited people', creditsOf(facts.recordings)],
      signals,
    ]
  }
  return [
    ['Title', facts.title ?? ''],
    ['Artists', facts.artists.map(({ id, name }) => `${name ?? id} (${id})`).join(', ')],
    ['ISRC', facts.isrc ?? ''],
    ['Length', formatDuration(facts.durationMs)],
    ['Audio fingerprint', facts.audioFingerprint ?? ''],
    ['Streams in 28 days', formatCount(facts.streams28d)],
    [
      'Releases',
      facts.releases
        .map(({ id, title, releaseDate }) => `${title ?? id} (${formatDay(releaseDate)})`)
        .join('; '),
    ],
    ['Credited people', creditsOf([facts])],
    signals,
  ]
}

const creditsOf = (recordings: Parameters<typeof peopleOf>[0]): string =>
  peopleOf(recordings)
    .slice(0, 12)
    .map(({ name, roles }) => `${name} (${roles.join(', ')})`)
    .join('; ')

function paidOf(facts: NonNullable<EndFacts>): Parameters<typeof payeesOf>[0] {
  if ('followers' in facts) return facts.releases.edges.map(({ node }) => node)
  return 'upc' in facts ? [facts] : facts.releases
}
