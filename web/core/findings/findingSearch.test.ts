import { expect, test } from 'vitest'
import { readFindingSearch, withoutOf, withWithout } from './findingSearch'

test('an address gives back what was ticked off', () => {
  const search = withWithout({ order: 'against' }, ['name_lookalike', 'payee'])
  expect(readFindingSearch(search)).toEqual({ order: 'against', without: 'name_lookalike.payee' })
  expect(withoutOf(readFindingSearch(search))).toEqual(['name_lookalike', 'payee'])
})

test('what cannot be read is left out', () => {
  expect(readFindingSearch({ without: '<b>.payee.payee', order: 'up', at: '#x' })).toEqual({
    without: 'payee',
  })
  expect(readFindingSearch({ without: 3 })).toEqual({})
})

test('nothing ticked off leaves nothing in the address', () => {
  expect(withWithout({ without: 'payee' }, []).without).toBeUndefined()
})
