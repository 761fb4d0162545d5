import { isFieldName, type Problem } from '../model'
import type { Translate } from '.'
import { reasonText } from './problem-sentence-reasons'

/** The sentence for a problem. Parameters that the code did not give are left blank rather than failing. */
export function problemSentence(translate: Translate, problem: Problem): string {
  const { code, params } = problem
  const field = fieldLabel(translate, params['field'])
  const value = String(params['value'] ?? '')
  return translate(`problem.${code}`, {
    file: '',
    service: '',
    format: '',
    ...params,
    reason: reasonText(translate, code, String(params['reason'] ?? '')),
    // With its brackets, since not every full volume is known by name.
    volume: params['volume'] ? ` (${params['volume']})` : '',
    count: params['count'] ?? 1,
    value: shortened(value),
    place: field !== '' ? 'field' : value === 'picture' ? 'picture' : 'tag',
    field,
    needBytes: megabytes(params['needBytes']),
  })
}

const longest = 60

/** A value as far as a sentence has room for it. */
function shortened(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ')
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`
}

/** Fields cross as names of the model and are shown by their labels. */
const fieldLabel = (translate: Translate, field: string | number | undefined): string =>
  typeof field === 'string' && isFieldName(field) ? translate(`field.${field}`) : ''

const megabytes = (bytes: string | number | undefined): string =>
  typeof bytes === 'number' ? `${Math.max(0.1, bytes / 1_000_000).toFixed(1)} MB` : ''
