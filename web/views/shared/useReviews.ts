import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import type { FindingDecision } from '@/core/api/documents/graphql'
import { type Outcome, tellOutcome } from '@/core/reviews/outcome'
import { DECISIONS } from '@/core/reviews/reasons'
import {
  assignFindings,
  type Decidable,
  decideFindings,
  noteFinding,
  reopenFinding,
  undoReviews,
} from '@/core/reviews/reviews'
import { say } from './toasts'

/** First parts of query keys that no decision changes. */
const UNTOUCHED = new Set<unknown>(['viewer', 'runs', 'run', 'quarantine', 'night', 'network'])

function refresh(client: QueryClient): void {
  void client.invalidateQueries({ predicate: (query) => !UNTOUCHED.has(query.queryKey[0]) })
}

async function takeBack(client: QueryClient, reviewIds: readonly string[]): Promise<void> {
  const left = await undoReviews(reviewIds)
  refresh(client)
  const [first] = left
  if (first === undefined) {
    say(reviewIds.length === 1 ? 'Taken back.' : `${reviewIds.length} decisions taken back.`)
    return
  }
  const again = () =>
    void takeBack(
      client,
      left.map((item) => item.reviewId),
    )
  say(`${left.length} of ${reviewIds.length} not taken back: ${first.message}`, again)
}

/** Say what was done, with a way back, and let every view that shows findings read them anew. What was not done the dialog says. */
function finish(client: QueryClient, outcome: Outcome, deed: string): Outcome {
  refresh(client)
  const reviewIds = outcome.done.map((item) => item.reviewId)
  if (reviewIds.length > 0) say(tellOutcome(outcome, deed), () => void takeBack(client, reviewIds))
  return outcome
}

/**
 * What a person can do about findings. `decide`, `note` and `reopen` throw a Failure for the dialog that asked, and
 * give what became of each finding; `assign` and `undo` say themselves what went wrong.
 */
export function useReviews() {
  const client = useQueryClient()
  return {
    decide: async (findings: readonly Decidable[], decision: FindingDecision, reason: string) =>
      finish(client, await decideFindings(findings, decision, reason), DECISIONS[decision].deed),
    note: async (finding: Decidable, text: string) => {
      const outcome = await noteFinding(finding, text)
      refresh(client)
      const [refusal] = outcome.refused
      say(refusal === undefined ? 'Note kept.' : refusal.message)
      return outcome
    },
    reopen: async (finding: Decidable, reason: string) =>
      finish(client, await reopenFinding(finding, reason), 'reopened'),
    assign: async (findings: readonly Decidable[], assignee: string | null): Promise<void> => {
      const outcome = await assignFindings(findings, assignee)
      refresh(client)
      say(tellOutcome(outcome, assignee === null ? 'given to nobody' : `given to ${assignee}`))
    },
    undo: (reviewIds: readonly string[]): Promise<void> => takeBack(client, reviewIds),
  }
}
