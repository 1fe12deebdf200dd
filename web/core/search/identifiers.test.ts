import { expect, test } from 'vitest'
import { identifierForm, ownId } from './identifiers'

test.each([
  ['USRC17607839', 'ISRC'],
  ['us-rc1-76-07839', 'ISRC'],
  ['0000 0001 2150 090X', 'ISNI'],
  ['https://isni.org/isni/000000012150090X', 'ISNI'],
  ['0602547202871', 'UPC or EAN'],
  ['00569941133', 'IPI number'],
  ['d4ff034e-9e6b-49d6-a59a-ce3014062296', 'MusicBrainz id'],
  ['https://example.org/artist', 'web address'],
])('%s has the form of an %s', (text, form) => {
  expect(identifierForm(text)).toBe(form)
})

test.each(['1975', '50 Cent', 'Babequir Fly', 'Мария', '2021-11-02'])('%s reads like a name', (text) => {
  expect(identifierForm(text)).toBeNull()
})

test.each([
  ['a333e45ae0706fcfc808', 'finding', 'a333e45ae0706fcfc808'],
  [' 2b4cd54bc6a3ed3a ', 'run', '2b4cd54bc6a3ed3a'],
  ['campaign-55d4a7affabe', 'cluster', 'campaign-55d4a7affabe'],
  ['farm-0a4600ddf2a2-2', 'cluster', 'farm-0a4600ddf2a2-2'],
  ['https://namesake.example/findings/a333e45ae0706fcfc808?tab=facts', 'finding', 'a333e45ae0706fcfc808'],
  ['http://localhost:8000/clusters/farm-0a4600ddf2a2', 'cluster', 'farm-0a4600ddf2a2'],
])('%s is the id of a %s', (text, what, id) => {
  expect(ownId(text)).toEqual({ what, id })
})

test.each([
  'Broten Of Marble',
  'USRC17607839',
  '0602547202871',
  'https://example.org/artists/a1',
  'deadbeef',
  'https://x.example/runs/farm-0a4600ddf2a2',
])('%s is no id of a finding, cluster or run', (text) => {
  expect(ownId(text)).toBeNull()
})
