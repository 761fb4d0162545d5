import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { buildWorker } from '../library/testing/built-worker'
import { copyOf, temporaryFolder } from '../metadata/testing/fixture'
import { openHistory } from '.'
import { edit, operation } from './testing/road'

it('a worker that is ended in the middle of a transaction leaves neither a lock nor half a change', async () => {
  const program = await buildWorker(join(import.meta.dirname, 'testing/stuck-worker.ts'))
  try {
    const path = join(temporaryFolder(), 'history.db')
    const history = openHistory(path)
    const song = copyOf('tagged.flac')
    await edit(history, song, { title: ['One'] }, { by: operation('edit', 'whole') })
    const worker = new Worker(program.path, { workerData: path })
    await once(worker, 'message')
    await worker.terminate()
    expect(history.list({ limit: 5 }).map(({ label }) => label)).toEqual(['whole'])
    await edit(history, song, { title: ['Two'] }, { by: operation('edit', 'next') })
    expect(history.list({ limit: 5 }).map(({ label }) => label)).toEqual(['next', 'whole'])
    history.close()
  } finally {
    program.remove()
  }
}, 60_000)
