import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../shared/model'
import { problemOf } from './problem-of'
import { rememberingLog } from './testing/log'

describe('what the window is told of a failure', () => {
  it('is the problem that the error carries; its cause stays in the log', () => {
    const log = rememberingLog()
    const cause = new Error('EACCES /home/ada/secret.mp3')
    const problem = { code: 'file.notReadable', params: { file: 'secret.mp3' } } as const
    expect(problemOf(new ProblemError(problem, { cause }), 'tracks.read', log)).toEqual(problem)
    expect(log.lines).toEqual([{ level: 'warn', message: 'tracks.read: file.notReadable', details: [cause] }])
  })

  it('never holds the message of a foreign error, which may name a path', () => {
    const log = rememberingLog()
    const error = Object.assign(new Error("ENOENT: no such file, open '/home/ada/x'"), { code: 'ENOENT' })
    expect(problemOf(error, 'x', log)).toEqual({ code: 'internal', params: { reason: 'ENOENT' } })
    expect(problemOf(new TypeError('/home/ada'), 'x', log)).toEqual({
      code: 'internal',
      params: { reason: 'TypeError' },
    })
    expect(problemOf('/home/ada', 'x', log)).toEqual({ code: 'internal', params: { reason: 'unknown' } })
    expect(log.lines.map(({ level }) => level)).toEqual(['error', 'error', 'error'])
  })

  it('does not take a code that is a sentence', () => {
    const error = Object.assign(new Error('no'), { code: 'failed at /home/ada' })
    expect(problemOf(error, 'x', rememberingLog()).params).toEqual({ reason: 'Error' })
  })

  it('is that it was cancelled when the work was aborted, and the log is spared', () => {
    const log = rememberingLog()
    const signal = AbortSignal.abort()
    expect(problemOf(signal.reason, 'x', log)).toEqual({ code: 'job.cancelled', params: {} })
    expect(log.lines).toEqual([])
  })
})
