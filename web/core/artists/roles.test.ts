import { expect, test } from 'vitest'
import { byNeed, roleIn } from './roles'

const finding = {
  subject: { __typename: 'Release', id: 'r' },
  target: { __typename: 'Artist', id: 'a' },
  memberIds: ['m', 'r'],
}

test.each([
  ['Release', 'r', 'subject'],
  ['Artist', 'a', 'target'],
  ['Artist', 'm', 'member'],
  ['Artist', 'r', 'member'],
  ['Recording', 'x', 'related'],
])('%s %s is its %s', (type, id, role) => {
  expect(roleIn(finding, type, id)).toBe(role)
})

test('what needs a decision comes first', () => {
  const findings = [
    { status: 'confirmed', score: 0.9 },
    { status: 'open', score: 0.2 },
    { status: 'reopened', score: 0.5 },
  ]
  expect(byNeed(findings).map(({ status }) => status)).toEqual(['reopened', 'open', 'confirmed'])
})
