import { Link } from '@tanstack/react-router'
import type { ArtistPage } from '@/core/artists/artist'
import { countOf, KINDS, shortCountOf } from '@/core/format/words'
import { Text } from '@/views/shared/Text'
import { Probability } from '@/views/shared/tags'

/** The act behind the profile, and the groups that it is in. */
export function IdentityPanel({ artist }: { artist: ArtistPage }) {
  const { identity, clusters } = artist
  const others = identity?.profiles.filter(({ id }) => id !== artist.id) ?? []
  return (
    <section className="panel">
      <header>
        <h2>Identity</h2>
        {identity && others.length > 0 && (
          <Probability value={identity.probability} label="That the profiles are one act" />
        )}
      </header>
      {identity == null ? (
        <p className="quiet">No run has looked at it yet.</p>
      ) : others.length === 0 ? (
        <p className="quiet">The only profile of its act, as far as is known.</p>
      ) : (
        <ul className="finding-list other-profiles">
          {others.map((profile) => (
            <li key={profile.id}>
              <Link to="/artists/$id" params={{ id: profile.id }} data-row>
                <Text>{profile.name ?? profile.id}</Text>
              </Link>
              <span className="soft">
                {[
                  profile.country,
                  profile.followers == null ? null : shortCountOf(profile.followers, 'follower'),
                ]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {clusters.map((cluster) => (
        <p className="quiet in-cluster" key={cluster.id}>
          In the {KINDS[cluster.kind].name.toLowerCase()}{' '}
          <Link to="/clusters/$id" params={{ id: cluster.id }}>
            {cluster.id}
          </Link>{' '}
          of {countOf(cluster.size, 'member')} <Probability value={cluster.score} />
        </p>
      ))}
    </section>
  )
}
