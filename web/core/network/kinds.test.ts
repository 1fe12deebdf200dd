import { expect, test } from 'vitest'
import { formatTie, kindOf, nodeName, relationHelp, relationWords, tieName } from './kinds'

test('a hash says what it is of, in few digits', () => {
  const account = { type: 'account_hash', id: 'account_hash:309e6b97146cb36f', name: '309e6b97146cb36f' }
  expect(tieName(account)).toBe('bank account 309e6b97')
  expect(nodeName({ ...account, id: 'Identifier:x' })).toBe('Bank account 309e6b97')
  expect(tieName({ type: 'isni', id: 'isni:0000000121032683', name: '0000 0001 2103 2683' })).toBe(
    'ISNI 0000 0001 2103 2683',
  )
})

test('names start small inside of a sentence, abbreviations stay', () => {
  expect(tieName({ type: 'email_hash', id: 'x', name: 'e3c4c07352ab' })).toBe('e-mail e3c4c073')
  expect(kindOf('address_hash').plural).toBe('Addresses')
})

test('a node without a name is called by its id', () => {
  expect(nodeName({ id: 'Identity:a:1', type: 'identity', name: null })).toBe('a:1')
})

test('what is new has words and a help text too', () => {
  expect(kindOf('voice_print').name).toBe('voice print')
  expect(kindOf('voice_print').help).not.toBe('')
  expect(relationWords('SAMPLED_BY', true)).toBe('sampled by')
  expect(relationHelp('SAMPLED_BY')).not.toBe('')
  expect(relationWords('MAIN_ARTIST', false)).toBe('made')
})

test('weights of ties have no sign', () => {
  expect(formatTie(2.34)).toBe('2.3')
})
