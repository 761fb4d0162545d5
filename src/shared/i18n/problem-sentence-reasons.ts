import { HistoryTrouble, isFieldName, NoUndoReason, nameFlaws, type ProblemCode } from '../model'
import type { MessageKey, Translate } from '.'

/**
 * The reasons that the metadata engine gives in few English words, for logs and reports, and the sentences' words for
 * them. Named groups become parameters.
 */
const reasons: readonly (readonly [pattern: RegExp, key: MessageKey])[] = [
  [/^no sound found$/, 'reason.noSound'],
  [/^damaged (attributes|comment packet|tag list|Matroska tags|VORBIS_COMMENT|APEv2)$/, 'reason.damagedTags'],
  [/^damaged attachments$/, 'reason.damagedAttachments'],
  [/^damaged ASF header( extension)?$/, 'reason.damagedHeader'],
  [/^damaged (?<part>\S+)$/, 'reason.damagedPart'],
  [/^(?<format>FLAC|Matroska) without (?<part>\S+)$/, 'reason.without'],
  [/^(?<format>Matroska) without (?<part>\S+) or (?<other>\S+)$/, 'reason.withoutEither'],
  [/^FLAC with wrong block sizes$/, 'reason.wrongSizes'],
  [/^a box that is larger than its parent$/, 'reason.wrongSizes'],
  [/^unknown data in the (?<part>.+) header$/, 'reason.unknownData'],
  [/^an? (?<part>.+) of more than (?<size>\d+ MB)$/, 'reason.tooLarge'],
  [/^too many (attributes|boxes)$/, 'reason.tooMany'],
  [/^a tag in front of the file$/, 'reason.tagInFront'],
  [/^the tag is said to lie in the sound$/, 'reason.tagInSound'],
  [/^compressed (?<part>\S+)$/, 'reason.compressed'],
  [/^EBML document “(?<name>.*)”$/, 'reason.unknownDocument'],
  [/^Matroska version (?<version>\d+)$/, 'reason.unknownVersion'],
  [/^unknown ID3v2 version$/, 'reason.unknownId3'],
  [/^an element of unknown size$/, 'reason.unknownSize'],
  [/^item locations /, 'reason.notMovable'],
  [/^a (position|box grew) past 4 GB$/, 'reason.past4Gb'],
  [/^Matroska: /, 'reason.notMovable'],
  [/^another kind of file$/, 'reason.otherKind'],
  [/^sound$/, 'reason.sound'],
  [/^(splices overlap|a splice )/, 'reason.plan'],
]

/** A reason in the person's language; one that is not known stays as it is, since it may help whoever is asked. */
export function reasonText(translate: Translate, code: ProblemCode, reason: string): string {
  if (code === 'file.nameNotAllowed') {
    const flaw = nameFlaws.find((one) => one === reason)
    return flaw === undefined ? reason : translate(`reason.name.${flaw}`)
  }
  if (code.startsWith('history.')) return historyReason(translate, code, reason)
  if (!code.startsWith('metadata.')) return reason
  if (isFieldReason(reason)) {
    const field = translate(`field.${reason}`)
    return code === 'metadata.structureNotWritable' ? translate('reason.longField', { field }) : field
  }
  // Another reader that sees something else than we do: `music-metadata: title`.
  const vote = /^(?<reader>[a-z-]+): (?<field>\S+)$/.exec(reason)?.groups
  if (vote?.['field'] !== undefined && isFieldReason(vote['field'])) {
    const field = translate(`field.${vote['field']}`)
    return translate('reason.vote', { reader: vote['reader'] ?? '', field })
  }
  for (const [pattern, key] of reasons) {
    const match = pattern.exec(reason)
    if (match !== null) return translate(key, { ...match.groups })
  }
  return reason
}

/** Main gives the reasons of the history as words of its own types. */
function historyReason(translate: Translate, code: ProblemCode, reason: string): string {
  if (code === 'history.notUndoable') {
    const why = NoUndoReason.safeParse(reason)
    return why.success ? translate(`reason.undo.${why.data}`) : reason
  }
  const trouble = HistoryTrouble.safeParse(reason)
  return trouble.success ? translate(`reason.history.${trouble.data}`) : reason
}

const isFieldReason = (reason: string) => isFieldName(reason) || reason === 'pictures'
