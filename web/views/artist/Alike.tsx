import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { exposureQuery, type Lookalike, lookalikesQuery, similarQuery } from '@/core/artists/alike'
import type { ArtistPage } from '@/core/artists/artist'
import { formatDay } from '@/core/format/dates'
import { formatShort } from '@/core/format/numbers'
import { countOf } from '@/core/format/words'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { Sentence, Text } from '@/views/shared/Text'

/** Artists that are called alike, and by what the names differ. */
export function Lookalikes({ artist }: { artist: ArtistPage }) {
  const alike = useQuery(lookalikesQuery(artist.id))
  return (
    <section className="panel">
      <header>
        <h2>Lookalikes</h2>
        <span className="soft" title="Being called alike is no offence: most namesakes are honest.">
          artists that are called alike
        </span>
      </header>
      {alike.isPending ? (
        <div className="body">
          <Skeleton rows={2} height={36} />
        </div>
      ) : alike.isLoadingError ? (
        <FailureNotice error={alike.error} retry={() => void alike.refetch()} />
      ) : alike.data.length === 0 ? (
        <p className="quiet">Nobody else in the catalog is called alike.</p>
      ) : (
        <div className="table-scroll">
          <table className="plain-table lookalikes">
            <thead>
              <tr>
                <th scope="col">Artist</th>
                <th scope="col">How the names meet</th>
                <th
                  scope="col"
                  className="number"
                  title="How well the names answer one another, 0 to 1; no probability"
                >
                  Likeness
                </th>
                <th scope="col">Country</th>
                <th scope="col" className="number" title="Listeners of the last month, else followers">
                  Audience
                </th>
                <th scope="col">Page made</th>
                <th scope="col">Findings</th>
              </tr>
            </thead>
            <tbody>
              {alike.data.map((one) => (
                <LookalikeRow key={`${one.artist?.id} ${one.otherName}`} one={one} own={artist} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function LookalikeRow({ one, own }: { one: Lookalike; own: ArtistPage }) {
  const { artist } = one
  const sameAct = artist?.identity != null && artist.identity.id === own.identity?.id
  return (
    <tr>
      <td>
        {artist == null ? (
          <>
            <Text>{one.otherName}</Text> <span className="soft">has left the catalog</span>
          </>
        ) : (
          <Link to="/artists/$id" params={{ id: artist.id }} data-row>
            <Text>{one.otherName}</Text>
          </Link>
        )}
        {artist?.verified === true && <small className="soft"> verified</small>}
        {sameAct && <small className="soft"> same identity</small>}
      </td>
      <td className="soft">
        <Sentence>{one.text}</Sentence>
      </td>
      <td className="number">{one.similarity.toFixed(2)}</td>
      <td>{artist?.country ?? <span className="soft">not told</span>}</td>
      <td className="number">{formatShort(artist?.monthlyListeners ?? artist?.followers)}</td>
      <td className="nowrap">{formatDay(artist?.createdOn)}</td>
      <td>
        {artist == null || artist.findings.length === 0 ? (
          <span className="soft">none</span>
        ) : (
          countOf(artist.findings.length, 'finding')
        )}
      </td>
    </tr>
  )
}

/** Artists whose biographies read alike: looked for when asked to, for the service's first answer takes a while. */
export function Similar({ artist }: { artist: ArtistPage }) {
  const [wanted, setWanted] = useState(false)
  const similar = useQuery({ ...similarQuery(artist.id), enabled: wanted })
  if (!artist.biography) return null
  return (
    <section className="panel">
      <header>
        <h2>Texts alike</h2>
        <span className="soft" title="The cosine of the texts' vectors, -1 to 1: 1 is the same text">
          biographies that read alike
        </span>
      </header>
      {similar.isPending ? (
        <div className="body row">
          <button type="button" className="button" disabled={wanted} onClick={() => setWanted(true)}>
            {wanted ? 'Looking…' : 'Look for texts alike'}
          </button>
          <span className="soft" role="status">
            {wanted && 'The first look after the service was started takes up to a minute.'}
          </span>
        </div>
      ) : similar.isLoadingError ? (
        <FailureNotice error={similar.error} retry={() => void similar.refetch()} />
      ) : similar.data.length === 0 ? (
        <p className="quiet">No run has read another text.</p>
      ) : (
        <ul className="finding-list other-profiles">
          {similar.data.map(({ cosine, artist: other }) =>
            other == null ? null : (
              <li key={other.id}>
                <Link to="/artists/$id" params={{ id: other.id }} title={other.biography ?? undefined}>
                  <Text>{other.name ?? other.id}</Text>
                </Link>
                <span className="number soft">{cosine.toFixed(2)}</span>
              </li>
            ),
          )}
        </ul>
      )}
    </section>
  )
}

const ASPECTS = [
  { aspect: 'WORTHWHILE', name: 'What there is to gain' },
  { aspect: 'EASY', name: 'What stands in the way' },
] as const

/** How easy and how worthwhile it is to imitate the artist: facts that a person weighs. */
export function Exposure({ id }: { id: string }) {
  const exposure = useQuery(exposureQuery(id))
  return (
    <section className="panel">
      <header>
        <h2>Exposure</h2>
        <span
          className="soft"
          title="How easy and how worthwhile it is to imitate this artist or to put a release on its page. No data says what these facts add up to, so no level is given."
        >
          facts, no verdict
        </span>
      </header>
      {exposure.isPending ? (
        <div className="body">
          <Skeleton rows={6} height={22} />
        </div>
      ) : exposure.isLoadingError ? (
        <FailureNotice error={exposure.error} retry={() => void exposure.refetch()} />
      ) : (
        <div className="body stack">
          {ASPECTS.map(({ aspect, name }) => (
            <div key={aspect} className="exposure">
              <h3>{name}</h3>
              <ul>
                {exposure.data
                  .filter((factor) => factor.aspect === aspect)
                  .map((factor) => (
                    <li key={factor.name} className={factor.value === null ? 'soft' : ''}>
                      <Sentence>{factor.text}</Sentence>
                    </li>
                  ))}
              </ul>
            </div>
          ))}
        </div>
      )}
    </section>
  )
}
