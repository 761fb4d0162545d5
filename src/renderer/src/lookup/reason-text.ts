import type { MessageKey, Translate } from '../../../shared/i18n'
import type { Reason } from '../../../shared/ipc'

/** Shape before colour: a mark that says whether it speaks for or against. */
export const reasonMark = { agrees: '✓', unknown: '–', differs: '≠' } as const satisfies Record<
  Reason['kind'],
  string
>

/** A reason in words: `titles 7 of 7`, `barcode unknown`. Which parameters there are is the scorer's part. */
export function reasonText(translate: Translate, { kind, code, params }: Reason): string {
  const key: MessageKey = `lookup.reason.${code}.${kind}`
  return translate(key, params)
}
