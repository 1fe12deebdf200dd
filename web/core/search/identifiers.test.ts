import { expect, test } from 'vitest'
import { identifierForm } from './identifiers'

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
