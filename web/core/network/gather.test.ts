import { expect, test } from 'vitest'
import { gather } from './gather'

test('what is asked for at once goes in few requests, each answer to its own', async () => {
  const groups: string[][] = []
  const askOne = gather(async (ids) => {
    groups.push([...ids])
    return ids.map((id) => id.toUpperCase())
  }, 2)
  expect(await Promise.all(['a', 'b', 'c'].map(askOne))).toEqual(['A', 'B', 'C'])
  expect(await askOne('d')).toBe('D')
  expect(groups).toEqual([['a', 'b'], ['c'], ['d']])
})

test('a request that fails fails those that were in it, and no others', async () => {
  const askOne = gather(async (ids) => {
    if (ids.includes('b')) throw new Error('too many')
    return ids
  }, 2)
  const [a, b, c] = await Promise.allSettled(['a', 'b', 'c'].map(askOne))
  expect([a?.status, b?.status, c?.status]).toEqual(['rejected', 'rejected', 'fulfilled'])
})
