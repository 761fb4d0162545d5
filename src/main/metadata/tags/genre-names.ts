/** The genres of ID3v1 (0–79) and Winamp's extensions (80–191), by number. */
export const genreNames: readonly string[] = (
  'Blues|Classic Rock|Country|Dance|Disco|Funk|Grunge|Hip-Hop|Jazz|Metal|New Age|Oldies|Other|Pop|R&B|Rap|' +
  'Reggae|Rock|Techno|Industrial|Alternative|Ska|Death Metal|Pranks|Soundtrack|Euro-Techno|Ambient|Trip-Hop|' +
  'Vocal|Jazz+Funk|Fusion|Trance|Classical|Instrumental|Acid|House|Game|Sound Clip|Gospel|Noise|' +
  'Alternative Rock|Bass|Soul|Punk|Space|Meditative|Instrumental Pop|Instrumental Rock|Ethnic|Gothic|' +
  'Darkwave|Techno-Industrial|Electronic|Pop-Folk|Eurodance|Dream|Southern Rock|Comedy|Cult|Gangsta Rap|' +
  'Top 40|Christian Rap|Pop/Funk|Jungle|Native American|Cabaret|New Wave|Psychedelic|Rave|Showtunes|Trailer|' +
  'Lo-Fi|Tribal|Acid Punk|Acid Jazz|Polka|Retro|Musical|Rock & Roll|Hard Rock|Folk|Folk-Rock|National Folk|' +
  'Swing|Fast-Fusion|Bebop|Latin|Revival|Celtic|Bluegrass|Avantgarde|Gothic Rock|Progressive Rock|' +
  'Psychedelic Rock|Symphonic Rock|Slow Rock|Big Band|Chorus|Easy Listening|Acoustic|Humour|Speech|Chanson|' +
  'Opera|Chamber Music|Sonata|Symphony|Booty Bass|Primus|Porn Groove|Satire|Slow Jam|Club|Tango|Samba|' +
  'Folklore|Ballad|Power Ballad|Rhythmic Soul|Freestyle|Duet|Punk Rock|Drum Solo|A Cappella|Euro-House|' +
  'Dance Hall|Goa|Drum & Bass|Club-House|Hardcore|Terror|Indie|BritPop|Afro-Punk|Polsk Punk|Beat|' +
  'Christian Gangsta Rap|Heavy Metal|Black Metal|Crossover|Contemporary Christian|Christian Rock|Merengue|' +
  'Salsa|Thrash Metal|Anime|JPop|Synthpop|Abstract|Art Rock|Baroque|Bhangra|Big Beat|Breakbeat|Chillout|' +
  'Downtempo|Dub|EBM|Eclectic|Electro|Electroclash|Emo|Experimental|Garage|Global|IDM|Illbient|' +
  'Industro-Goth|Jam Band|Krautrock|Leftfield|Lounge|Math Rock|New Romantic|Nu-Breakz|Post-Punk|Post-Rock|' +
  'Psytrance|Shoegaze|Space Rock|Trop Rock|World Music|Neoclassical|Audiobook|Audio Theatre|' +
  'Neue Deutsche Welle|Podcast|Indie Rock|G-Funk|Dubstep|Garage Rock|Psybient'
).split('|')

/** The number of a genre by its name, whatever its case; undefined when ID3v1 has none. */
export function genreNumber(name: string): number | undefined {
  const wanted = name.toLowerCase()
  const index = genreNames.findIndex((genre) => genre.toLowerCase() === wanted)
  return index < 0 ? undefined : index
}

const special: Readonly<Record<string, string>> = { RX: 'Remix', CR: 'Cover' }

const genreByReference = (reference: string): string | undefined =>
  Object.hasOwn(special, reference)
    ? special[reference]
    : /^\d{1,3}$/.test(reference)
      ? genreNames[Number(reference)]
      : undefined

/** Whether a text stands for a genre of ID3v1, or for remix or cover: `17`, `RX`. */
export const isReference = (text: string): boolean => genreByReference(text) !== undefined

const maxReferences = 200

/**
 * The parts of a genre text of ID3v2.3, references without their brackets: `(17)(4)Eurodisco` is `17`, `4` and
 * `Eurodisco`; `((text in brackets)` is text (ID3v2.3 §4.2.1). A reference to nothing is left as text.
 */
export function referencesIn(text: string): string[] {
  if (!text.startsWith('(')) return text === '' ? [] : [text]
  const parts: string[] = []
  let rest = text
  for (let match = /^\((\d+|RX|CR)\)/.exec(rest); match !== null; match = /^\((\d+|RX|CR)\)/.exec(rest)) {
    const reference = match[1] ?? ''
    if (!isReference(reference) || parts.length >= maxReferences) break
    parts.push(reference)
    rest = rest.slice(match[0].length)
  }
  if (rest !== '') parts.push(rest.startsWith('((') ? rest.slice(1) : rest)
  return parts
}

/** Genres as ID3v2 writes them, in words, each once. */
export function genresInWords(text: string): string[] {
  return [...new Set(referencesIn(text).map((part) => genreByReference(part) ?? part))]
}

/** A genre as ID3v2 text: an opening bracket that would be taken for a reference is doubled. */
export const escapeGenre = (genre: string): string =>
  /^\((\(|(\d+|RX|CR)\))/.test(genre) ? `(${genre}` : genre
