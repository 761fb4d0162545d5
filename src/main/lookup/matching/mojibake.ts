/** 0x80 to 0x9f in Windows-1252; a space where it has none. Node's own decoder takes it for Latin-1. */
const upperHalf = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'

/** The byte behind each character of Windows-1252, with the C1 controls of Latin-1. */
const bytes: ReadonlyMap<string, number> = new Map([
  ...Array.from({ length: 256 }, (_, byte) => [String.fromCharCode(byte), byte] as const),
  ...[...upperHalf].flatMap((character, n) => (character === ' ' ? [] : [[character, 0x80 + n] as const])),
])

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const shiftJis = new TextDecoder('shift_jis')

/** What a byte sequence that cannot be decoded becomes. */
const lost = /\ufffd/g

/**
 * Undoes text that was decoded wrongly: UTF-8 read as Latin-1 or Windows-1252 (up to twice), or Shift-JIS read as
 * either. Undefined when it is nothing of the kind: “Café” and “Ã la carte” stay as they are. Where bytes were lost on
 * the way, what is left is better than nothing. For comparing and searching, not for writing.
 */
export function repairMojibake(text: string): string | undefined {
  const once = readAsUtf8(text)
  const twice = once === undefined ? undefined : readAsUtf8(once)
  return [twice, once, readAsShiftJis(text)].find((read) => read !== undefined && isText(read))
}

const isText = (read: string): boolean => !/[\p{Cc}\p{Co}\p{Cn}]/u.test(read)

/** Hardly any text is UTF-8 by accident: three characters and only a few faults are proof enough, one and no fault too. */
function readAsUtf8(text: string): string | undefined {
  return reread(text, utf8, (good, bad) => (bad === 0 ? good > 0 : good >= 3 && good >= 3 * bad))
}

/** Full width only: half-width kana are single bytes, which any accented letter is too. */
const kana = /[\u3041-\u30fe]/

function readAsShiftJis(text: string): string | undefined {
  // The lead bytes of kana. Without one, almost any accented text would pass for Japanese.
  if (!/[\u0082\u0083‚ƒ]/.test(text)) return undefined
  const read = reread(text, shiftJis, (good, bad) => good > 0 && bad === 0)
  return read !== undefined && kana.test(read) ? read : undefined
}

/** `proven` is told how many characters beyond ASCII came out, and how many faults. */
function reread(
  text: string,
  decoder: TextDecoder,
  proven: (good: number, bad: number) => boolean,
): string | undefined {
  if (!/[^\0-\x7f]/.test(text)) return undefined
  const raw: number[] = []
  for (const character of text) {
    const byte = bytes.get(character)
    if (byte === undefined) return undefined
    raw.push(byte)
  }
  const read = decoder.decode(Uint8Array.from(raw))
  const bad = read.match(lost)?.length ?? 0
  const good = (read.match(/[^\0-\x7f]/gu)?.length ?? 0) - bad
  const result = read.replace(lost, '').trim()
  return result !== text && proven(good, bad) ? result : undefined
}
