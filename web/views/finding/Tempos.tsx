import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RecordingFacts } from '@/core/finding/queries'
import { isOneChange, isOtherTempo, ratioOf, temposQuery } from '@/core/finding/tempo'
import { formatDuration } from '@/core/format/numbers'
import { FailureNotice, Skeleton } from '@/views/shared/states'
import { Text } from '@/views/shared/Text'

const SHOWN = 12

/** Where the two differ in length: why fingerprints say nothing then, and the lengths of the artist's other songs. */
export function Tempos({ left, right }: { left: RecordingFacts; right: RecordingFacts }) {
  const ratio = ratioOf(left.durationMs, right.durationMs)
  const [artist] = left.artists
  const rows = useQuery(temposQuery(artist?.id, ratio))
  if (ratio === null || !isOtherTempo(ratio)) return null
  const name = artist?.name ?? artist?.id ?? 'this artist'
  return (
    <div className="stack">
      <p>
        This recording lasts {ratio.toFixed(3)} times as long as the earlier one.{' '}
        <strong>Fingerprints of a sound that was slowed down or sped up do not compare</strong>: that they
        differ says nothing here, neither way. What can be compared is whether several songs last longer or
        shorter by the same ratio.
      </p>
      {rows.isError && rows.data === undefined ? (
        <FailureNotice error={rows.error} retry={() => void rows.refetch()} />
      ) : rows.data === undefined ? (
        artist !== undefined && <Skeleton rows={3} height={28} />
      ) : (
        <div className="table-scroll">
          <table className="compare">
            <caption>
              Songs of <Text>{name}</Text> that findings set beside songs at another length; songs without a
              finding of their own are not listed.
            </caption>
            <thead>
              <tr>
                <th scope="col">Song</th>
                <th scope="col">Beside</th>
                <th scope="col">Lengths</th>
                <th scope="col">Times as long</th>
              </tr>
            </thead>
            <tbody>
              {rows.data.slice(0, SHOWN).map((row) => (
                <tr key={row.finding}>
                  <td>
                    <Link to="/findings/$id" params={{ id: row.finding }} search={{}}>
                      <Text>{row.title}</Text>
                    </Link>
                  </td>
                  <td>
                    <Text>{row.otherTitle}</Text> <span className="soft">by</span>{' '}
                    <Text>{row.otherArtists}</Text>
                  </td>
                  <td className="nowrap">
                    {formatDuration(row.durationMs)} <span className="soft">beside</span>{' '}
                    {formatDuration(row.otherMs)}
                  </td>
                  <td className="nowrap">
                    {row.ratio.toFixed(3)}{' '}
                    {isOneChange(row.ratio, ratio) && <span className="tag">same ratio</span>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}
