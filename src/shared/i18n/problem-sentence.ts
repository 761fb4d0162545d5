import type { Problem } from '../model'
import type { Translate } from '.'

/** The sentence for a problem. Parameters that the code did not give are left blank rather than failing. */
export function problemSentence(translate: Translate, problem: Problem): string {
  return translate(`problem.${problem.code}`, {
    file: '',
    reason: '',
    service: '',
    format: '',
    ...problem.params,
    needBytes: megabytes(problem.params['needBytes']),
  })
}

const megabytes = (bytes: string | number | undefined): string =>
  typeof bytes === 'number' ? `${Math.max(0.1, bytes / 1_000_000).toFixed(1)} MB` : ''
