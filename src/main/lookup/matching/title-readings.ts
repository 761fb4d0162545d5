import { fold } from './fold'
import { repairMojibake } from './mojibake'

/** A bracket that says nothing about which song it is. */
const junk =
  /\b(official|video|audio|lyrics?|visuali[sz]er|hd|hq|4k|\d+ ?kbps|flac|mp3|v0|web|explicit|clean|re-?master(ed)?|bonus|free download|youtube|rip|full album|prod|new|feat|ft|featuring|with|www|com|net)\b/i
const brackets = /\s*[([{]([^()[\]{}]*)[)\]}]/g
/** The same without a bracket, at the end: `@ 256kbps`, `*new*`, ` - www.site.example`. */
const trailers =
  /(\s+@\s*\d+ ?kbps|\s*[*_-]new[*_-]|\s+-\s+(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|example|ru|info)|\s+-\s+(?:web|cd|vinyl|flac|mp3))\s*$/i
/** A guest at the end. The space or bracket before it keeps “Draft Beer” and “Soft” whole. */
const guest = /[\s([]+(?:feat|ft|featuring)\b\.?\s.*$/i
const leadingNumber = /^\(?[A-H]?\d{1,3}\)?\s*[.\-_)]?\s+(?=\S)/

/**
 * What a title may mean, as written first: repaired, without a guest, without brackets of no meaning, without a
 * leading number, without what stands before “ - ”. For comparing only; what is written comes from a release.
 */
export function titleReadings(title: string): string[] {
  const readings = new Set<string>()
  const add = (text: string): string => {
    const trimmed = text.trim()
    if (isTitle(trimmed)) readings.add(trimmed)
    return trimmed
  }
  const repaired = repairMojibake(title)
  if (repaired !== undefined) add(repaired)
  for (const text of repaired === undefined ? [title] : [repaired, title]) {
    const whole = add(text)
    const bare = add(withoutJunk(whole))
    const unnumbered = add(bare.replace(leadingNumber, ''))
    const [, ...behind] = unnumbered.split(/\s[-–—]\s/)
    if (behind.length > 0) {
      add(behind.join(' - '))
      add(behind.at(-1) ?? '')
    }
  }
  return [...readings]
}

export function withoutJunk(title: string): string {
  return title
    .replace(trailers, '')
    .replace(brackets, (bracket, inside: string) => (junk.test(inside) ? '' : bracket))
    .replace(trailers, '')
    .replace(guest, '')
    .trim()
}

/** “Track 01”, “06” and “??????” stand where a title should be. */
export function isTitle(text: string): boolean {
  const folded = fold(text)
  if (folded === '' || /^\d+$/.test(folded)) return false
  if (/^(audio ?)?(track|titel|title|piste|pista|spur|untitled|unknown)( ?\d+)$/.test(folded)) return false
  // More lost characters than kept ones: nothing can be told from it.
  const lost = text.match(/[?�]/g)?.length ?? 0
  return lost * 2 < text.replaceAll(' ', '').length
}
