import { extname } from 'node:path'
import { foldName } from '../../shared/model'
import { isAudioName } from '../files'

/** Files that players find by the name of the music file: synchronised lyrics. */
const companionExtensions: ReadonlySet<string> = new Set(['.lrc'])

const stemOf = (name: string): string => name.slice(0, name.length - extname(name).length)

/** The files beside a music file that lose their meaning when it gets another name, and the names they get then. */
export function companionsOf(
  from: string,
  to: string,
  beside: readonly string[],
): readonly { readonly from: string; readonly to: string }[] {
  const stem = foldName(stemOf(from))
  const same = beside.filter((name) => name !== from && foldName(stemOf(name)) === stem)
  // Two recordings of one stem: it cannot be told whose they are.
  if (same.some(isAudioName)) return []
  return same
    .filter((name) => companionExtensions.has(extname(name).toLowerCase()))
    .map((name) => ({ from: name, to: stemOf(to) + extname(name) }))
}
