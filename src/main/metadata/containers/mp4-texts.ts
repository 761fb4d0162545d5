import type { FieldName, FieldValue, FieldValues } from '../../../shared/model'
import { concat, fromLatin1, fromUint16, fromUint32, fromUtf8, latin1, uint8, uint16, utf8 } from '../bytes'
import type { FileAccess } from '../file-access'
import { patchEntries, type TagEntry, type ValueChanges, valuesByKey } from '../tags/entry'
import { readFields } from '../tags/native-names'
import { NotStorableError } from '../tags/not-storable'
import { type Atom, bodyOf } from './mp4-atoms'

/**
 * Texts that lie in `udta` by themselves, beside or instead of iTunes' list: QuickTime's `©nam` (QuickTime File
 * Format, User Data Text Strings) and 3GPP's `titl` (3GPP TS 26.244 §8). They are named as in iTunes' list.
 */
export interface UserText extends TagEntry {
  readonly atom: Atom
  readonly kind: 'QuickTime' | '3GPP'
  /** Language code: a Macintosh one below 0x400, else three letters of 5 bits each. */
  readonly language: number
}

/** iTunes' names for QuickTime's where they are not the same. */
const quickTimeNames: Readonly<Record<string, string>> = {
  '©cpy': 'cprt',
  '©com': '©wrt',
  '©inf': '©cmt',
  '©trk': 'trkn',
  '©swr': '©too',
}
const gppNames: Readonly<Record<string, string>> = {
  titl: '©nam',
  perf: '©ART',
  auth: '©wrt',
  albm: '©alb',
  gnre: '©gen',
  dscp: '©cmt',
  cprt: 'cprt',
  yrrc: '©day',
}

const undetermined = 0x55c4
const firstIsoLanguage = 0x400
/** A longer text is none. */
const maxTextBytes = 1 << 20

/** The texts among the children of `udta`. What does not parse is not listed, and stays. */
export function readUserTexts(access: FileAccess, udta: Atom): UserText[] {
  return udta.children.flatMap((atom) => {
    if (atom.size > maxTextBytes || atom.isCut || atom.isLong) return []
    const text = atom.type.startsWith('©')
      ? quickTimeText(access, atom)
      : Object.hasOwn(gppNames, atom.type)
        ? gppText(access, atom)
        : undefined
    return text === undefined ? [] : [text]
  })
}

function quickTimeText(access: FileAccess, atom: Atom): UserText | undefined {
  const body = bodyOf(access, atom)
  if (body.length < 4) return undefined
  const length = uint16(body, 0)
  const language = uint16(body, 2)
  if (4 + length > body.length) return undefined
  const text = textOf(body.subarray(4, 4 + length), language)
  const name = quickTimeNames[atom.type] ?? atom.type
  return userText(access, atom, { kind: 'QuickTime', name, language, text })
}

/** Version and flags, a language, the text; a year is a number. */
function gppText(access: FileAccess, atom: Atom): UserText | undefined {
  const body = bodyOf(access, atom)
  const name = gppNames[atom.type] ?? atom.type
  if (body.length < 6) return undefined
  if (atom.type === 'yrrc') {
    return userText(access, atom, {
      kind: '3GPP',
      name,
      language: undetermined,
      text: String(uint16(body, 4)),
    })
  }
  const language = uint16(body, 4)
  return userText(access, atom, {
    kind: '3GPP',
    name,
    language,
    text: textOf(body.subarray(6), undetermined),
  })
}

function userText(
  access: FileAccess,
  atom: Atom,
  { kind, name, language, text }: Pick<UserText, 'kind' | 'name' | 'language'> & { readonly text: string },
): UserText {
  return {
    atom,
    kind,
    name,
    language,
    values: text === '' ? [] : [text],
    raw: access.read(atom.at, atom.size),
  }
}

function textOf(bytes: Uint8Array, language: number): string {
  if (bytes.length >= 2 && uint16(bytes, 0) === 0xfeff) return untilNul(utf16be(bytes.subarray(2)))
  const text = utf8(bytes)
  // Macintosh languages come in Macintosh letters; tools that do not know that write UTF-8 all the same.
  return untilNul(language < firstIsoLanguage && text.includes('\ufffd') ? macRoman(bytes) : text)
}

const utf16be = (bytes: Uint8Array): string =>
  Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le')

const untilNul = (text: string): string => text.split('\0', 1)[0] ?? ''

/** Letters 128–255 of Mac OS Roman. */
const macLetters =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»… ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ'

const macRoman = (bytes: Uint8Array): string =>
  latin1(bytes).replace(/[\x80-\xff]/g, (letter) => macLetters[letter.charCodeAt(0) - 128] ?? letter)

export const valuesOfTexts = (texts: readonly UserText[]): FieldValues =>
  readFields(valuesByKey(texts), 'mp4')

/**
 * The texts with the changed fields in step: those that are there get the new value or go. None is added, since
 * iTunes' list holds the field then. @throws NotStorableError
 */
export function patchTexts(texts: readonly UserText[], changes: ValueChanges): readonly UserText[] {
  const held = valuesOfTexts(texts)
  const inStep: { [Name in FieldName]?: FieldValue } = {}
  for (const field of Object.keys(changes) as FieldName[]) {
    if (held[field] !== undefined) inStep[field] = changes[field] ?? []
  }
  return patchEntries(texts, inStep, 'mp4', (name, values) => {
    const old = texts.filter((text) => text.name === name)
    return old.slice(0, 1).map((text) => encodeText(text, values))
  })
}

function encodeText(old: UserText, values: FieldValue): UserText {
  const text = values.join('; ')
  const isAscii = fromUtf8(text).length === text.length
  const language =
    old.language < firstIsoLanguage && !isAscii && old.kind === 'QuickTime' ? undetermined : old.language
  const body = old.kind === 'QuickTime' ? quickTimeBody(text, language) : gppBody(old, text)
  const raw = concat([fromUint32(body.length + 8), fromLatin1(old.atom.type), body])
  return { ...old, language, raw, values: [text] }
}

function quickTimeBody(text: string, language: number): Uint8Array {
  const bytes = fromUtf8(text)
  if (bytes.length > 0xffff) throw new NotStorableError(text.slice(0, 40), 'QuickTime')
  return concat([fromUint16(bytes.length), fromUint16(language), bytes])
}

function gppBody(old: UserText, text: string): Uint8Array {
  const versionAndFlags = old.raw.subarray(8, 12)
  if (old.atom.type === 'yrrc') {
    const year = Number(/^\d{1,4}/.exec(text)?.[0] ?? 0)
    return concat([versionAndFlags, fromUint16(year)])
  }
  const end = old.raw.length
  // An album may be followed by the number of the track.
  const hasTrack =
    old.atom.type === 'albm' && end > 15 && uint8(old.raw, end - 2) === 0 && uint8(old.raw, end - 1) > 0
  const track = hasTrack ? old.raw.subarray(end - 1) : new Uint8Array(0)
  return concat([versionAndFlags, fromUint16(old.language), fromUtf8(`${text}\0`), track])
}
