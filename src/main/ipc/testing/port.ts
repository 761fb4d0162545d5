import type { JobFrame } from '../../../shared/ipc'
import type { JobPort } from '../job-port'

export interface TestPort extends JobPort {
  readonly frames: JobFrame[]
  readonly closed: boolean
  /** As if the page had posted this. */
  receive(data: unknown): void
}

/** Main's end of a port whose other end is the test. With `answering`, the page takes every frame at once. */
export function testPort({ answering = true } = {}): TestPort {
  const frames: JobFrame[] = []
  const listeners: ((message: { data: unknown }) => void)[] = []
  const closers: (() => void)[] = []
  let closed = false
  const receive = (data: unknown) => {
    for (const listener of listeners) listener({ data })
  }
  return {
    frames,
    get closed() {
      return closed
    },
    receive,
    postMessage(message) {
      const frame = message as JobFrame
      frames.push(frame)
      if (answering && frame.kind === 'progress') queueMicrotask(() => receive({ job: frame.job }))
    },
    on(event: 'message' | 'close', listener: never) {
      if (event === 'message') listeners.push(listener)
      else closers.push(listener)
    },
    start() {},
    close() {
      closed = true
      for (const closer of closers) closer()
    },
  }
}
