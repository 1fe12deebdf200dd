import { useQuery } from '@tanstack/react-query'
import { actRows, peopleOf, soundRows } from '@/core/finding/facts'
import { type RecordingFacts, recordingFactsQuery } from '@/core/finding/queries'
import { isOtherTempo, ratioOf } from '@/core/finding/tempo'
import { formatDay } from '@/core/format/dates'
import { Notice } from '@/views/shared/states'
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
import { Tempos } from './Tempos'

type Props = { subjectId: string; targetId: string; mayReadPayees: boolean; at?: string }
const LATER = 'This recording'
const EARLIER = 'The earlier one'

/** Two recordings beside each other: the one that seems to be a copy, and the one that was there first. */
export function RecordingPair({ subjectId, targetId, mayReadPayees, at }: Props) {
  const subject = useQuery(recordingFactsQuery(subjectId, mayReadPayees))
  const target = useQuery(recordingFactsQuery(targetId, mayReadPayees))
  if (subject.data === undefined || target.data === undefined) return <Reading of={[subject, target]} />
  if (subject.data === null || target.data === null)
    return <Notice title="One of the recordings has left the catalog" />
  const [left, right] = [subject.data, target.data]
  const ratio = ratioOf(left.durationMs, right.durationMs)
  return (
    <>
      <Section name="names" at={at}>
        <NamePair
          left={left.title ?? left.id}
          right={right.title ?? right.id}
          leftIs={`${LATER}, title`}
          rightIs={`${EARLIER}, title`}
        />
        <NamePair
          left={artistsOf(left)}
          right={artistsOf(right)}
          leftIs={`${LATER}, artists`}
          rightIs={`${EARLIER}, artists`}
        />
      </Section>
      <Section name="sound" at={at}>
        <BitsPair
          left={left.audioFingerprint}
          right={right.audioFingerprint}
          leftIs={LATER}
          rightIs={EARLIER}
          what="Audio fingerprints"
          means={isOtherTempo(ratio) ? 'at another tempo that says nothing' : undefined}
        />
        <Tempos left={left} right={right} />
        <FactTable rows={soundRows(left, right)} left={LATER} right={EARLIER} />
        <div className="pair">
          {[left, right].map((recording) => (
            <div key={recording.id}>
              <h4>{recording === left ? LATER : EARLIER} is on</h4>
              <ul>
                {recording.releases.slice(0, 6).map((release) => (
                  <li key={release.id}>
                    <ReleaseLink id={release.id} title={release.title} />{' '}
                    <span className="soft">
                      {release.type ?? ''} {formatDay(release.releaseDate)}
                    </span>
                  </li>
                ))}
                {recording.releases.length === 0 && <li className="soft">No release is known.</li>}
                {recording.releases.length > 6 && (
                  <li className="soft">and {recording.releases.length - 6} more</li>
                )}
              </ul>
            </div>
          ))}
        </div>
      </Section>
      <Section name="profile" at={at}>
        <FactTable rows={actRows(left.artists[0], right.artists[0])} left={LATER} right={EARLIER} />
        <p>
          {[...left.artists, ...right.artists].map((artist, place) => (
            <span key={artist.id}>
              {place > 0 && ' · '}
              <ArtistLink id={artist.id} name={artist.name} />
            </span>
          ))}
        </p>
      </Section>
      <Section name="people" at={at}>
        <PeoplePair left={peopleOf([left])} right={peopleOf([right])} leftIs={LATER} rightIs={EARLIER} />
      </Section>
      <Section name="money" at={at}>
        <MoneyPair
          left={left.releases}
          right={right.releases}
          leftIs={LATER}
          rightIs={EARLIER}
          mayRead={mayReadPayees}
        />
      </Section>
      <Section name="signals" at={at}>
        <Signals
          of={[
            { name: `${LATER}: ${left.title ?? left.id}`, signals: left.signals },
            { name: `${EARLIER}: ${right.title ?? right.id}`, signals: right.signals },
          ]}
        />
      </Section>
    </>
  )
}

const artistsOf = (recording: RecordingFacts): string =>
  recording.artists.map((artist) => artist.name ?? artist.id).join(', ')
