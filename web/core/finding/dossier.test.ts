import { expect, test } from 'vitest'
import { buildDossier, dossierFile } from './dossier'
import { probability } from './logOdds'
import type { Finding } from './queries'

const finding: Finding = {
  ...{
    id: 'f/1',
    nodeId: 'Finding:f/1',
    kind: 'IMPERSONATION',
    score: 0.8808,
    current: true,
    prior: -4,
    sufficiency: 0.6,
  },
  ...{
    harm: 0.5,
    harmReason: 'The target has 7 followers.',
    status: 'dismissed',
    version: 1,
    assignee: null,
  },
  ...{
    newEvidence: ['No payee in common (not known when it was dismissed)'],
    returnedOn: null,
    changedOn: null,
    firstSeen: '2026-11-20',
    lastSeen: '2026-11-24',
  },
  ...{ runId: 'run1', memberIds: ['a', 'b'], memberStrengths: [0.9] },
  evidence: [
    { type: 'name_lookalike', weight: 5, text: 'The name is written with a Cyrillic а' },
    { type: 'payee', weight: 2, text: 'No payee in common' },
    { type: 'own_catalogue', weight: -1, text: 'The subject has 3 releases' },
  ],
  answers: [],
  counterfactuals: [{ without: ['name_lookalike'], score: 0.05 }],
  subject: { __typename: 'Artist', id: 'a1', name: 'Drаke', followers: 3, monthlyListeners: null },
  target: { __typename: 'Artist', id: 'a2', name: 'Drake', followers: null, monthlyListeners: 61_000_000 },
  reviews: [
    {
      ...{
        id: 'r1',
        decision: 'DISMISSED',
        reviewer: 'ines',
        reason: 'a namesake',
        at: '2026-11-21T09:00:00Z',
      },
      ...{ assignee: null, undoes: null, undone: false, undoneBy: null, undoneAt: null },
    },
  ],
  notes: [],
}
const run = {
  id: 'run1',
  kind: 'NIGHTLY',
  finishedOn: '2026-11-24',
  snapshot: 'ab12',
  model: 'm1',
  notes: [],
}
const input = {
  finding,
  run,
  subject: null,
  target: null,
  members: [
    { id: 'a', type: 'artist' as const, name: 'Ana', strength: 0.9, detail: '' },
    { id: 'b', type: null, name: 'b', strength: null, detail: '' },
  ],
  payeesIncluded: false,
  exportedBy: 'ines',
  exportedAt: '2026-11-25T10:00:00Z',
}

test('the dossier adds up by itself: prior and weights give the score', () => {
  const dossier = buildDossier(input)
  const sum = dossier.evidence.reduce((total, { weight }) => total + weight, dossier.finding.prior_log_odds)
  expect(sum).toBeCloseTo(dossier.finding.log_odds, 12)
  expect(probability(sum)).toBeCloseTo(dossier.finding.score, 3)
})

test('it says from what it was computed, by whom it was taken out, and what was left out', () => {
  expect(buildDossier(input)).toMatchObject({
    ...{ format: 'namesake-dossier', version: 2, exported_by: 'ines', exported_at: '2026-11-25T10:00:00Z' },
    payee_tables_included: false,
    run: { id: 'run1', snapshot_sha256: 'ab12', model: 'm1' },
  })
})

test('evidence against is in it, and decisions with their reasons', () => {
  const dossier = buildDossier(input)
  expect(dossier.evidence.map(({ speaks }) => speaks)).toEqual(['for', 'for', 'against'])
  expect(dossier.evidence[1]?.new_since_decision).toBe(true)
  expect(dossier.history[0]).toMatchObject({ what: 'Dismissed', who: 'ines', text: 'a namesake' })
  expect(dossier.finding.members).toEqual([
    { id: 'a', name: 'Ana', type: 'artist', strength: 0.9 },
    { id: 'b', name: null, type: null, strength: null },
  ])
})

test('nothing is claimed as a fact', () => {
  const told = buildDossier(input).finding
  expect(told.claim).toContain('seems to')
  expect(told.kind_claims).toMatch(/^The claim: this profile trades/)
  expect(told.score_means).toContain('would be true if this catalog were like the simulated ones')
})

test('of a farm it tells both answers, and how they stand to the score', () => {
  const answers = [
    { question: 'one_operator', probability: 0.9 },
    { question: 'breaks_rules', probability: 0.97 },
  ]
  const told = buildDossier({ ...input, finding: { ...finding, kind: 'CONTENT_FARM', answers } }).finding
  expect(told.answers).toMatchObject([
    { question: 'one_operator', name: 'One operator?', probability: 0.9 },
    { question: 'breaks_rules', name: 'If so, against the rules?', probability: 0.97 },
  ])
  expect(told.answers_mean).toContain('one operator and against the rules')
  expect(buildDossier(input).finding).toMatchObject({ answers: [], answers_mean: null })
})

test('a run that is gone leaves what the finding itself says', () => {
  expect(buildDossier({ ...input, run: null }).run).toMatchObject({ id: 'run1', snapshot_sha256: null })
})

test('the file has a name that every system takes', () => {
  expect(dossierFile(finding, input.exportedAt)).toBe('namesake-impersonation-f-1-2026-11-25.json')
})
