import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../metadata/testing/fixture'
import { type Call, type FromWorker, serveCalls } from './serve-calls'

/** The worker's side in this thread. */
function served(path: string) {
  const said: FromWorker[] = []
  let ask: (call: Call) => void = () => {}
  serveCalls(
    {
      on: (_event, listener) => {
        ask = listener
      },
      postMessage: (message) => said.push(message),
    },
    { path, maxBytes: 10_000 },
  )
  return { said, ask: (call: Call) => ask(call) }
}

it('answers each call by its number, and opens nothing before the first', () => {
  const path = join(temporaryFolder(), 'http-cache.db')
  const { said, ask } = served(path)
  writeFileSync(path, 'not a database')
  ask({ id: 1, name: 'put', args: ['a', { head: '{}', body: new Uint8Array(3) }] })
  ask({ id: 2, name: 'get', args: ['a'] })
  ask({ id: 3, name: 'close', args: [] })
  expect(said).toEqual([
    { kind: 'setAside', path: `${path}.damaged` },
    { kind: 'answer', id: 1, value: undefined },
    { kind: 'answer', id: 2, value: { head: '{}', body: new Uint8Array(3) } },
    { kind: 'answer', id: 3, value: undefined },
  ])
})

it('says why a call failed, and tries again with the next', () => {
  const { said, ask } = served(temporaryFolder())
  ask({ id: 1, name: 'usage', args: [] })
  ask({ id: 2, name: 'usage', args: [] })
  expect(said.map(({ kind }) => kind)).toEqual(['failure', 'failure'])
})
