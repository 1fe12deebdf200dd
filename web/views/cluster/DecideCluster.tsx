import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FindingDecision } from '@/core/api/documents/graphql'
import { clusterClaim } from '@/core/clusters/claim'
import { type ClusterPage, clusterReleasesQuery, membersQuery } from '@/core/clusters/clusters'
import { findingsOfPart } from '@/core/clusters/members'
import { countOf } from '@/core/format/words'
import { DECISION_ORDER, DECISIONS } from '@/core/reviews/reasons'
import type { Decidable } from '@/core/reviews/reviews'
import { DecideDialog } from '@/views/shared/DecideDialog'
import { useShortcuts } from '@/views/shared/useShortcuts'

type Asked = { decision: FindingDecision; findings: readonly Decidable[]; about: string }
type DecideClusterProps = { cluster: ClusterPage; part: readonly string[]; payees: boolean }
const TONES: Record<FindingDecision, string> = { CONFIRMED: 'confirm', DISMISSED: 'dismiss', UNSURE: '' }

/** Decides on the cluster's finding, or, where members are selected, on the findings about them. */
export function DecideCluster({ cluster, part, payees }: DecideClusterProps) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const artists = useInfiniteQuery(membersQuery(cluster.id)).data?.members ?? []
  const releases = useInfiniteQuery(clusterReleasesQuery(cluster.id, payees)).data?.memberReleases ?? []
  const partFindings = findingsOfPart(
    [...artists, ...releases],
    part,
    cluster.findings.map(({ id }) => id),
  )
  const whole = part.length === 0
  const findings: readonly Decidable[] = whole ? cluster.findings : partFindings
  const about = whole
    ? clusterClaim(cluster)
    : `The ${countOf(findings.length, 'finding')} about the ${countOf(part.length, 'selected member')}. The finding about the whole cluster keeps its status.`
  const decide = (decision: FindingDecision) => findings.length > 0 && setAsked({ decision, findings, about })
  useShortcuts(
    'Decide',
    DECISION_ORDER.map((decision) => ({
      keys: DECISIONS[decision].key,
      does: whole
        ? `${DECISIONS[decision].name} the cluster's finding`
        : `${DECISIONS[decision].name} findings about the part`,
      run: () => decide(decision),
    })),
  )
  return (
    <div className="decide-cluster">
      <div className="row">
        {DECISION_ORDER.map((decision) => (
          <button
            key={decision}
            type="button"
            className={`button ${TONES[decision]}`}
            title={`${DECISIONS[decision].help} (${DECISIONS[decision].key})`}
            disabled={findings.length === 0}
            onClick={() => decide(decision)}
          >
            {DECISIONS[decision].name} <kbd>{DECISIONS[decision].key}</kbd>
          </button>
        ))}
      </div>
      <p className="soft">
        {whole
          ? 'the whole cluster; select members to decide on a part'
          : findings.length === 0
            ? `no finding of their own is about the ${countOf(part.length, 'selected member')}`
            : `${countOf(findings.length, 'finding')} about the ${countOf(part.length, 'selected member')}`}
      </p>
      {asked !== null && <DecideDialog {...asked} close={() => setAsked(null)} />}
    </div>
  )
}
