import { isFieldName, type Problem } from '../model'
import type { Translate } from '.'

/** The sentence for a problem. Parameters that the code did not give are left blank rather than failing. */
export function problemSentence(translate: Translate, problem: Problem): string {
  return translate(`problem.${problem.code}`, {
    file: '',
    reason: '',
    service: '',
    format: '',
    value: '',
    ...problem.params,
    field: fieldLabel(translate, problem.params['field']),
    needBytes: megabytes(problem.params['needBytes']),
  })
}

/** Fields cross as names of the model and are shown by their labels. */
const fieldLabel = (translate: Translate, field: string | number | undefined): string =>
  typeof field === 'string' && isFieldName(field) ? translate(`field.${field}`) : ''

const megabytes = (bytes: string | number | undefined): string =>
  typeof bytes === 'number' ? `${Math.max(0.1, bytes / 1_000_000).toFixed(1)} MB` : ''
