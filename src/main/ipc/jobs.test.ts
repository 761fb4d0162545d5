import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../shared/model'
import { createJobs, type JobControl } from './jobs'
import { rememberingLog } from './testing/log'
import { type TestPort, testPort } from './testing/port'

/** A job that ends when it is told to. */
function slowJob() {
  let control: JobControl<unknown> | undefined
  let finish: (reply: unknown) => void = () => {}
  let fail: (error: unknown) => void = () => {}
  const run = (job: JobControl<unknown>) => {
    control = job
    return new Promise((resolve, reject) => {
      finish = resolve
      fail = reject
    })
  }
  return {
    run,
    get control() {
      if (control === undefined) throw new Error('not begun')
      return control
    },
    finish: (reply: unknown) => finish(reply),
    fail: (error: unknown) => fail(error),
  }
}

function runner(port: TestPort = testPort()) {
  const log = rememberingLog()
  const jobs = createJobs({ log })
  jobs.attach(port)
  return { jobs, port, log }
}

describe('a job', () => {
  it('sends its progress in order, then its reply', async () => {
    const { jobs, port } = runner()
    jobs.start('a', 'library.scan', async ({ progress }) => {
      for (let step = 1; step <= 20; step++) void progress(step)
      return 'all'
    })
    await jobs.settled()
    expect(port.frames).toEqual([
      ...Array.from({ length: 20 }, (_, index) => ({ job: 'a', kind: 'progress', progress: index + 1 })),
      { job: 'a', kind: 'done', reply: 'all' },
    ])
  })

  it('sends its failure as a problem', async () => {
    const { jobs, port } = runner()
    jobs.start('a', 'lookup.release', () =>
      Promise.reject(new ProblemError({ code: 'lookup.offline', params: { service: 'MusicBrainz' } })),
    )
    await jobs.settled()
    expect(port.frames).toEqual([
      {
        job: 'a',
        kind: 'failed',
        problem: { code: 'lookup.offline', params: { service: 'MusicBrainz' } },
      },
    ])
  })

  it('that fails before it has begun says so too', async () => {
    const { jobs, port } = runner()
    jobs.start('a', 'tracks.save', () => {
      throw new TypeError('at once')
    })
    await jobs.settled()
    expect(port.frames).toMatchObject([{ kind: 'failed', problem: { code: 'internal' } }])
  })

  it('answers that it was cancelled when its work stops at the abort', async () => {
    const { jobs, port, log } = runner()
    const slow = slowJob()
    jobs.start('a', 'lookup.search', slow.run)
    jobs.cancel('a')
    expect(slow.control.signal.aborted).toBe(true)
    slow.fail(slow.control.signal.reason)
    await jobs.settled()
    expect(port.frames).toEqual([
      { job: 'a', kind: 'failed', problem: { code: 'job.cancelled', params: {} } },
    ])
    expect(log.lines).toEqual([])
  })

  it('may still answer what it has when it is cancelled', async () => {
    const { jobs, port } = runner()
    const slow = slowJob()
    jobs.start('a', 'tracks.save', slow.run)
    jobs.cancel('a')
    slow.finish({ saved: 3 })
    await jobs.settled()
    expect(port.frames).toEqual([{ job: 'a', kind: 'done', reply: { saved: 3 } }])
  })

  it('does not hide a real failure behind a cancel', async () => {
    const { jobs, port } = runner()
    const slow = slowJob()
    jobs.start('a', 'tracks.save', slow.run)
    jobs.cancel('a')
    slow.fail(new TypeError('broken'))
    await jobs.settled()
    expect(port.frames).toMatchObject([{ kind: 'failed', problem: { code: 'internal' } }])
  })

  it('waits with further frames while the page does not take them', async () => {
    const { jobs, port } = runner(testPort({ answering: false }))
    const slow = slowJob()
    jobs.start('a', 'library.scan', slow.run)
    const handedOver: number[] = []
    for (let step = 1; step <= 6; step++) void slow.control.progress(step).then(() => handedOver.push(step))
    await Promise.resolve()
    expect(port.frames).toHaveLength(4)
    port.receive({ job: 'a' })
    await new Promise((resolve) => setTimeout(resolve))
    expect(handedOver).toEqual([1, 2, 3, 4, 5])

    slow.finish('end')
    await new Promise((resolve) => setTimeout(resolve))
    // The end does not overtake the progress before it.
    expect(port.frames.at(-1)).toMatchObject({ kind: 'progress', progress: 5 })
    port.receive({ job: 'a' })
    await jobs.settled()
    expect(port.frames.at(-1)).toEqual({ job: 'a', kind: 'done', reply: 'end' })
  })

  it('is cancelled when the page goes, and nobody waits for its receipts any longer', async () => {
    const { jobs, port } = runner(testPort({ answering: false }))
    const slow = slowJob()
    jobs.start('a', 'library.scan', slow.run)
    const frames = Array.from({ length: 10 }, (_, step) => slow.control.progress(step))
    port.close()
    expect(slow.control.signal.aborted).toBe(true)
    await Promise.all(frames)
    slow.finish('end')
    await jobs.settled()
    expect(port.frames).toHaveLength(4)
  })

  it('of an earlier page sends nothing to the next one', async () => {
    const { jobs } = runner()
    const slow = slowJob()
    jobs.start('a', 'library.scan', slow.run)
    const next = testPort()
    jobs.attach(next)
    expect(slow.control.signal.aborted).toBe(true)
    void slow.control.progress('late')
    slow.finish('end')
    await jobs.settled()
    expect(next.frames).toEqual([])
  })

  it('is refused without a port, with an id in use, and when there are too many', () => {
    const alone = createJobs({ log: rememberingLog() })
    expect(() => alone.start('a', 'x', () => Promise.resolve())).toThrow(ProblemError)
    const { jobs } = runner()
    jobs.start('a', 'x', slowJob().run)
    expect(() => jobs.start('a', 'x', slowJob().run)).toThrow(ProblemError)
    expect(() => {
      for (let index = 0; index < 1000; index++) jobs.start(`${index}`, 'x', slowJob().run)
    }).toThrow(ProblemError)
  })

  it('that is not there can be cancelled, and nonsense on the port changes nothing', () => {
    const { jobs, port, log } = runner()
    jobs.cancel('nobody')
    port.receive({ job: 'nobody' })
    port.receive('nonsense')
    port.receive({ job: 'a', more: 1 })
    expect(log.lines).toHaveLength(2)
  })

  it('finishes the file at hand before the app may end', async () => {
    const { jobs } = runner()
    const slow = slowJob()
    jobs.start('a', 'tracks.save', slow.run)
    jobs.cancelAll()
    let over = false
    const settled = jobs.settled().then(() => {
      over = true
    })
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(over).toBe(false)
    slow.finish('written')
    await settled
    expect(over).toBe(true)
  })
})
