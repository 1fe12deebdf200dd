import { expect, test } from 'vitest'
import { handledGroups } from './handled'

const party = (nodeId: string) => ({ nodeId, name: `name of ${nodeId}` })
const release = (distributor: string | null, ...payees: string[]) => ({
  distributor: distributor === null ? null : party(distributor),
  payouts: payees.map((id) => ({ payee: party(id) })),
})

test('who is paid for the most releases comes first, however many payouts one release has', () => {
  const groups = handledGroups([
    release('Distributor:d', 'Payee:many', 'Payee:many', 'Payee:many'),
    release('Distributor:d', 'Payee:often'),
    release('Distributor:e', 'Payee:often'),
    release('Distributor:e'),
    release('Distributor:e'),
  ])
  expect(groups.map(({ type, nodes }) => [type, nodes.map(({ id }) => id)])).toEqual([
    ['payee', ['Payee:often', 'Payee:many']],
    ['distributor', ['Distributor:e', 'Distributor:d']],
  ])
})

test('what is not known, or may not be read, is no group', () => {
  expect(handledGroups([{ distributor: null }, {}])).toEqual([])
  expect(handledGroups([{ distributor: party('Distributor:d') }]).map(({ type }) => type)).toEqual([
    'distributor',
  ])
})
