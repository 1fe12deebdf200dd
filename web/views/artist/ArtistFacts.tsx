import type { ArtistPage } from '@/core/artists/artist'
import { formatDay, formatTime } from '@/core/format/dates'
import { formatCount } from '@/core/format/numbers'
import { scriptsIn } from '@/core/names/scripts'
import { describeDelivery } from '@/core/releases/words'
import { Fact } from '@/views/shared/RecordParts'

/** What the record says of the artist, and who said so. */
export function ArtistFacts({ artist }: { artist: ArtistPage }) {
  const { provenance } = artist
  return (
    <section className="panel">
      <header>
        <h2>Facts</h2>
      </header>
      <div className="body">
        <dl className="fact-list">
          <Fact name="Also called">{artist.aliases.join(', ')}</Fact>
          <Fact name="Script" help="Of the name's letters, by Unicode">
            {scriptsIn(artist.name ?? '').join(', ')}
          </Fact>
          <Fact name="Type">{artist.type}</Fact>
          <Fact name="Country">{artist.country}</Fact>
          <Fact name="Genres">{artist.genres.join(', ')}</Fact>
          <Fact name="Listeners" help="Listeners of the last month">
            {formatCount(artist.monthlyListeners)}
          </Fact>
          <Fact name="Followers">{formatCount(artist.followers)}</Fact>
          <Fact name="Verified">
            {artist.verified == null ? null : artist.verified ? 'yes, by the service' : 'no'}
          </Fact>
          <Fact name="Page made">{formatDay(artist.createdOn)}</Fact>
          <Fact name="Ended" help="The day the act disbanded or died">
            {formatDay(artist.endedOn)}
          </Fact>
          <Fact name="ISNI">{artist.isni && <code>{artist.isni}</code>}</Fact>
          <Fact name="IPI">{artist.ipi && <code>{artist.ipi}</code>}</Fact>
          <Fact name="MusicBrainz">{artist.musicbrainzId && <code>{artist.musicbrainzId}</code>}</Fact>
          <Fact name="Discogs">{artist.discogsId && <code>{artist.discogsId}</code>}</Fact>
          <Fact name="Pages">{artist.urls.join(', ')}</Fact>
          <Fact
            name="Image hash"
            help="Perceptual hash: pictures that look alike have hashes that differ in few bits"
          >
            {artist.imagePhash && <code>{artist.imagePhash}</code>}
          </Fact>
          <Fact name="First said" help={describeDelivery(provenance?.firstDelivery)}>
            {provenance?.firstAt &&
              `${formatTime(provenance.firstAt)}, ${describeDelivery(provenance.firstDelivery)}`}
          </Fact>
          <Fact name="So since">{provenance && formatTime(provenance.since)}</Fact>
        </dl>
        {artist.biography && <blockquote className="biography">{artist.biography}</blockquote>}
      </div>
    </section>
  )
}
