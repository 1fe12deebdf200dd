import { claimText } from '@/core/findings/queueClaim'
import type { ClusterPage } from './clusters'

type Claimed = Pick<ClusterPage, 'id' | 'kind' | 'score' | 'size' | 'members' | 'releases'>

/** The claim of a cluster, in the words of the finding about it. */
export const clusterClaim = ({ kind, score, ...cluster }: Claimed): string =>
  claimText({ kind, score, subject: { __typename: 'Cluster', ...cluster }, target: null })
