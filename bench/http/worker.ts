// The misbehaving server of the bench, in a thread of its own so that it and the client do not hold each other up.
import { parentPort } from 'node:worker_threads'
import { type ServerAnswer, startMisbehavingServer } from '../../src/main/http/testing/misbehaving-server'

/** What each of a number of new addresses is to do, arrival by arrival. */
export interface Scripts {
  readonly scripts: readonly (readonly ServerAnswer[])[]
}

/** In order: when a request came, in ms, and which address it was for. */
export interface Arrivals {
  readonly at: readonly number[]
  readonly urls: readonly string[]
}

const server = await startMisbehavingServer()
const origin = new URL(server.url()).origin

parentPort?.on('message', (message: Scripts | 'arrivals') => {
  if (message === 'arrivals') {
    const { arrivals } = server
    const reply: Arrivals = {
      at: arrivals.map(({ at }) => at),
      urls: arrivals.map(({ id }) => `${origin}/${id}`),
    }
    parentPort?.postMessage(reply)
  } else parentPort?.postMessage(message.scripts.map((answers) => server.url(...answers)))
})
