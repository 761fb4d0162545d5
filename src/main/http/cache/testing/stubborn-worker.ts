import { parentPort } from 'node:worker_threads'

/** A worker that hangs, dies, throws or answers its own argument, as it is asked. */
parentPort?.on('message', ({ id, args: [what] }: { id: number; args: readonly unknown[] }) => {
  if (what === 'hang') for (;;);
  if (what === 'die') process.exit(3)
  if (what === 'throw') throw new RangeError('thrown')
  // An answer that nobody waits for is passed over.
  parentPort?.postMessage({ kind: 'answer', id: -1, value: what })
  parentPort?.postMessage({ kind: 'answer', id, value: what })
})
