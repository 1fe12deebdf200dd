import { useQuery } from '@tanstack/react-query'
import { titledAlike } from '@/core/finding/compared'
import { peopleOf, profileRows } from '@/core/finding/facts'
import { closestCovers } from '@/core/finding/hash'
import { tellAssignment } from '@/core/finding/page'
import { type ArtistFacts, artistFactsQuery } from '@/core/finding/queries'
import { formatDay } from '@/core/format/dates'
import { countOf } from '@/core/format/words'
import { Notice } from '@/views/shared/states'
import { Text } from '@/views/shared/Text'
import {
  ArtistLink,
  BitsPair,
  FactTable,
  MoneyPair,
  NamePair,
  PeoplePair,
  Reading,
  ReleaseLink,
  Section,
  Signals,
} from './parts'

type Props = { subjectId: string; targetId: string; mayReadPayees: boolean; at?: string }
const SUBJECT = 'Subject'
const TARGET = 'Target'

/** Two profiles beside each other: the one that seems to trade on a name, and the one whose name it is. */
export function ArtistPair({ subjectId, targetId, mayReadPayees, at }: Props) {
  const subject = useQuery(artistFactsQuery(subjectId, mayReadPayees))
  const target = useQuery(artistFactsQuery(targetId, mayReadPayees))
  if (subject.data === undefined || target.data === undefined) return <Reading of={[subject, target]} />
  if (subject.data === null || target.data === null)
    return <Notice title="One of the profiles has left the catalog" />
  return <Facts left={subject.data} right={target.data} mayReadPayees={mayReadPayees} at={at} />
}

const releasesOf = (artist: ArtistFacts) => artist.releases.edges.map(({ node }) => node)
const recordingsOf = (artist: ArtistFacts) => artist.recordings.edges.map(({ node }) => node)
const nameOf = (artist: ArtistFacts): string => artist.name ?? artist.id

type FactsProps = { left: ArtistFacts; right: ArtistFacts; mayReadPayees: boolean; at?: string }

function Facts({ left, right, mayReadPayees, at }: FactsProps) {
  const covers = closestCovers(releasesOf(left), releasesOf(right))
  return (
    <>
      <Section name="names" at={at}>
        <NamePair left={nameOf(left)} right={nameOf(right)} leftIs={SUBJECT} rightIs={TARGET} />
      </Section>
      <Section name="profile" at={at}>
        <FactTable
          rows={profileRows(left, right)}
          left={`${SUBJECT}: ${nameOf(left)}`}
          right={`${TARGET}: ${nameOf(right)}`}
        />
        {(left.biography || right.biography) && (
          <div className="pair">
            {[left, right].map((artist) => (
              <div key={artist.id}>
                <h4>Biography of {artist === left ? 'the subject' : 'the target'}</h4>
                <p className={artist.biography ? 'quote' : 'soft'}>
                  <Text>{artist.biography || 'None.'}</Text>
                </p>
              </div>
            ))}
          </div>
        )}
      </Section>
      <Section name="images" at={at}>
        <div className="row wide-gap">
          <BitsPair
            left={left.imagePhash}
            right={right.imagePhash}
            leftIs={SUBJECT}
            rightIs={TARGET}
            what="Profile pictures, by hash"
          />
          {covers.map((pair) => (
            <BitsPair
              key={`${pair.left.id} ${pair.right.id}`}
              left={pair.left.coverPhash}
              right={pair.right.coverPhash}
              leftIs={`${SUBJECT}: ${pair.left.title ?? pair.left.id}`}
              rightIs={`${TARGET}: ${pair.right.title ?? pair.right.id}`}
              what={`Covers of “${pair.left.title ?? pair.left.id}” and “${pair.right.title ?? pair.right.id}”`}
            />
          ))}
        </div>
        {covers.length === 0 && <p className="soft">No two covers of both pages are alike.</p>}
      </Section>
      <Section name="releases" at={at}>
        <div className="pair">
          <ReleaseList artist={left} other={right} title={SUBJECT} />
          <ReleaseList artist={right} other={left} title={TARGET} />
        </div>
      </Section>
      <Section name="people" at={at}>
        <PeoplePair
          left={peopleOf(recordingsOf(left))}
          right={peopleOf(recordingsOf(right))}
          leftIs={SUBJECT}
          rightIs={TARGET}
        />
        <p className="soft">Of the twelve most streamed recordings of each.</p>
      </Section>
      <Section name="money" at={at}>
        <MoneyPair
          left={releasesOf(left)}
          right={releasesOf(right)}
          leftIs={SUBJECT}
          rightIs={TARGET}
          mayRead={mayReadPayees}
        />
      </Section>
      <Section name="signals" at={at}>
        <Signals
          of={[
            { name: nameOf(left), signals: left.signals },
            { name: nameOf(right), signals: right.signals },
          ]}
        />
      </Section>
    </>
  )
}

const SHOWN = 8

type ReleaseListProps = { artist: ArtistFacts; other: ArtistFacts; title: string }

/** The newest releases of a profile; titles that the other page has too are marked. */
function ReleaseList({ artist, other, title }: ReleaseListProps) {
  const releases = releasesOf(artist)
  const shared = titledAlike(releases, releasesOf(other))
  const shown = [...shared, ...releases.filter((release) => !shared.includes(release))].slice(0, SHOWN)
  const total = artist.releases.totalCount ?? releases.length
  return (
    <div>
      <h4>
        {title}: {countOf(total, 'release')}
      </h4>
      {shown.length === 0 && <p className="soft">No release is on the page.</p>}
      <ul className="releases">
        {shown.map((release) => (
          <li key={release.id}>
            <ReleaseLink id={release.id} title={release.title} />
            {shared.includes(release) && <span className="tag">title on both</span>}
            <br />
            <span className="soft">
              {formatDay(release.releaseDate)}
              {release.distributor && ` · ${release.distributor.name ?? release.distributor.id}`}
              {release.label && ` · ${release.label.name ?? release.label.id}`}
              {release.artistAssignment && ` · put there ${tellAssignment(release.artistAssignment)}`}
            </span>
          </li>
        ))}
      </ul>
      {total > shown.length && (
        <p className="soft">
          and {(total - shown.length).toLocaleString('en')} more on the page of{' '}
          <ArtistLink id={artist.id} name={artist.name} />
        </p>
      )}
    </div>
  )
}
