import { beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../../shared/ipc'
import { cancelJob, clearFinished, failuresOf, jobs, retryJob, runJob } from './jobs'

const newest = () => jobs.getState().jobs[0]

beforeEach(() => jobs.setState({ jobs: [] }))

describe('a job', () => {
  it('shows how far it is while it runs, and stays in the list when it is over', async () => {
    let finish: (answer: Answer<number>) => void = () => {}
    const result = runJob('Reading', ({ report }) => {
      report({ done: 3, total: 10 })
      return new Promise<Answer<number>>((resolve) => {
        finish = resolve
      })
    })
    expect(newest()).toMatchObject({ label: 'Reading', state: { kind: 'running', done: 3, total: 10 } })
    finish({ ok: true, value: 7 })
    expect(await result).toEqual({ ok: true, value: 7 })
    expect(newest()).toMatchObject({ state: { kind: 'done' }, done: 3, total: 10 })
  })

  it('hears that it is cancelled, and says so until it has stopped', async () => {
    const result = runJob('Saving', ({ signal }) => {
      return new Promise<Answer<never>>((resolve) => {
        signal.addEventListener('abort', () =>
          resolve({ ok: false, problem: { code: 'job.cancelled', params: {} } }),
        )
      })
    })
    const id = newest()?.id ?? 0
    cancelJob(id)
    expect(newest()?.state.kind).toBe('cancelling')
    await result
    expect(newest()?.state.kind).toBe('cancelled')
  })

  it('keeps the problem of one that failed', async () => {
    const problem = { code: 'lookup.offline', params: { service: 'MusicBrainz' } } as const
    await runJob('Looking up', async () => ({ ok: false, problem }))
    expect(newest()?.state).toEqual({ kind: 'failed', problem })
  })

  it('turns what is thrown into a problem instead of losing it', async () => {
    const answer = await runJob('Broken', async () => {
      throw new TypeError('no such thing')
    })
    expect(answer).toMatchObject({
      ok: false,
      problem: { code: 'internal', params: { reason: 'no such thing' } },
    })
  })

  it('ignores progress that comes after the end', async () => {
    let late: (progress: { done: number; total: number }) => void = () => {}
    await runJob('Reading', async ({ report }) => {
      late = report
      return { ok: true, value: undefined }
    })
    late({ done: 9, total: 9 })
    expect(newest()?.state.kind).toBe('done')
  })

  it('does not pile up: the oldest that are over go, running ones never', async () => {
    void runJob('Long', () => new Promise<Answer<never>>(() => {}))
    for (let n = 0; n < 40; n++) await runJob(`Short ${n}`, async () => ({ ok: true, value: n }))
    expect(jobs.getState().jobs.length).toBeLessThanOrEqual(22)
    expect(jobs.getState().jobs.some(({ label }) => label === 'Long')).toBe(true)
    clearFinished()
    expect(jobs.getState().jobs.map(({ label }) => label)).toEqual(['Long'])
  })

  it('says what came of it, with what failed and how to try that again, once', async () => {
    const problem = { code: 'file.notWritable', params: { file: '07 Blue.flac' } } as const
    const failures = [{ problem, actions: [] }]
    let retried = 0
    await runJob(
      'Saving',
      async () => ({ ok: true, value: { saved: 1 } }),
      ({ saved }) => ({ text: `Saved ${saved} file.`, failures, retry: () => retried++ }),
    )
    const [job] = jobs.getState().jobs
    expect(job?.state).toMatchObject({ kind: 'done', result: { text: 'Saved 1 file.', failures } })
    expect(job && failuresOf(job)).toBe(1)
    retryJob(job?.id ?? 0)
    retryJob(job?.id ?? 0)
    expect(retried).toBe(1)
    expect(newest()?.state).toEqual({ kind: 'done', result: { text: 'Saved 1 file.', failures } })
  })

  it('says what came of it when it was cancelled on the way', async () => {
    const result = runJob(
      'Saving',
      ({ signal }) =>
        new Promise<Answer<{ saved: number }>>((resolve) => {
          signal.addEventListener('abort', () => resolve({ ok: true, value: { saved: 3 } }))
        }),
      ({ saved }) => ({ text: `Cancelled. ${saved} files were saved.`, failures: [] }),
    )
    cancelJob(newest()?.id ?? 0)
    await result
    expect(newest()?.state).toEqual({
      kind: 'cancelled',
      result: { text: 'Cancelled. 3 files were saved.', failures: [] },
    })
  })
})
