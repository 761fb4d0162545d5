/** Hepburn, by kana without its voicing marks' composition; a text is decomposed and composed again first. */
const kana: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'あa いi うu えe おo かka きki くku けke こko さsa しshi すsu せse そso たta ちchi つtsu てte とto ' +
    'なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho まma みmi むmu めme もmo やya ゆyu よyo ' +
    'らra りri るru れre ろro わwa ゐi ゑe をo んn がga ぎgi ぐgu げge ごgo ざza じji ずzu ぜze ぞzo ' +
    'だda ぢji づzu でde どdo ばba びbi ぶbu べbe ぼbo ぱpa ぴpi ぷpu ぺpe ぽpo ゔvu'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
)
const glides: Readonly<Record<string, string>> = { ゃ: 'a', ゅ: 'u', ょ: 'o' }
const smallVowels: Readonly<Record<string, string>> = { ぁ: 'a', ぃ: 'i', ぅ: 'u', ぇ: 'e', ぉ: 'o' }

/** ISO 9 without its accents for Cyrillic, ELOT 743 for Greek: what people type. */
const letters: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya ' +
    'іi їi єe ґg ўu αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo'
  )
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
)

const foreign = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Cyrillic}\p{Script=Greek}]/u

/**
 * Kana, Cyrillic and Greek in Latin letters, for comparing with a name that somebody typed so. Undefined when there
 * is none of them. Han characters stay: how they are read depends on the word.
 */
export function transliterate(text: string): string | undefined {
  if (!foreign.test(text)) return undefined
  const lower = text.normalize('NFKC').toLowerCase()
  let latin = ''
  let doubled = false
  for (const character of lower) {
    const hiragana = toHiragana(character)
    const vowel = smallVowels[hiragana]
    const glide = glides[hiragana]
    if (hiragana === 'っ') doubled = true
    else if (hiragana === 'ー') latin += ''
    else if (glide !== undefined) {
      // `ki` + `ya` is `kya`; after `shi`, `chi` and `ji` the y goes, too.
      latin = /(sh|ch|j)i$/.test(latin) ? latin.slice(0, -1) + glide : `${latin.replace(/i$/, '')}y${glide}`
    } else if (vowel !== undefined) latin = latin.replace(/[aiueo]$/, '') + vowel
    else {
      const plain = kana[hiragana] ?? letters[character.normalize('NFD').charAt(0)] ?? character
      latin += doubled && plain !== '' ? plain.charAt(0) + plain : plain
      doubled = false
    }
  }
  return latin
}

/** Katakana lie 0x60 above the hiragana of the same sound. */
function toHiragana(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code >= 0x30a1 && code <= 0x30f6 ? String.fromCodePoint(code - 0x60) : character
}
