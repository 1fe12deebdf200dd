import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { sendPatiently, TRIES, waitMs } from './patience'

/** A service that answers the first `refusals` requests with 429 and all others with 200. Gives what `use` gives. */
async function withService<Value>(
  refusals: number,
  use: (address: string, asked: () => number) => Promise<Value>,
) {
  let asked = 0
  const server = createServer((_, answer) => {
    asked += 1
    answer.writeHead(asked <= refusals ? 429 : 200, { 'Retry-After': '0.05', Connection: 'close' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, () => asked)
  } finally {
    server.close()
  }
}

test('a request that came too often is sent again until it is taken', async () => {
  await withService(3, async (address, asked) => {
    expect((await sendPatiently(() => fetch(address))).status).toBe(200)
    expect(asked()).toBe(4)
  })
})

test('the refusal is the answer after so many tries', async () => {
  await withService(100, async (address, asked) => {
    expect((await sendPatiently(() => fetch(address))).status).toBe(429)
    expect(asked()).toBe(TRIES)
  })
})

test('nobody waits for what is no longer wanted', async () => {
  await withService(100, async (address, asked) => {
    const wanted = new AbortController()
    const sent = sendPatiently(() => {
      setTimeout(() => wanted.abort(), 20)
      return fetch(address)
    }, wanted.signal)
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' })
    expect(asked()).toBe(1)
  })
})

test('the wait is what the service asks for, within bounds', () => {
  expect(['2', '0', null, 'soon', '3600'].map(waitMs)).toEqual([2000, 1000, 1000, 1000, 15_000])
})
