import { expect, test } from 'vitest'
import { readWays, signInAddress } from './ways'

test('keys alone where the service says so or nothing that can be read', () => {
  for (const body of [{ oidc: false, failure: null }, null, 'x', {}]) {
    expect(readWays(body)).toEqual({ oidc: false, failure: null })
  }
})

test('why the last sign-in failed comes in the shape of every failure', () => {
  const told = { code: 'forbidden', message: '`Ana` has no role here', hint: 'have the issuer give one' }
  const { oidc, failure } = readWays({ oidc: true, failure: told })
  expect(oidc).toBe(true)
  expect({ code: failure?.code, message: failure?.message, hint: failure?.hint }).toEqual(told)
})

test('the whole view is in the address that the sign-in comes back to', () => {
  const address = new URL(signInAddress('/findings/f1?tab=why&q=a b#e2'), 'https://namesake.example')
  expect(address.pathname).toBe('/sign-in')
  expect(address.searchParams.get('back')).toBe('/findings/f1?tab=why&q=a b#e2')
})
