import { describe, expect, it } from 'vitest'
import {
  isSuspect,
  looksMistaken,
  type RepairEncoding,
  readAgain,
  repairedText,
  repairs,
  sureLikelihood,
} from '.'

/** Texts as ISO-8859-1 shows them, and as they were meant. */
const mistaken: readonly (readonly [RepairEncoding, readonly string[], readonly string[]])[] = [
  ['utf-8', ['\u00c3\u009cberfahrt', 'Nachtf\u00c3\u00a4hre'], ['Überfahrt', 'Nachtfähre']],
  ['utf-8', ['Sigur R\u00c3\u00b3s', '\u00c3\u0081g\u00c3\u00a6tis byrjun'], ['Sigur Rós', 'Ágætis byrjun']],
  ['utf-8', ['\u00e6\u009d\u00b1\u00e4\u00ba\u00ac', '\u00e5\u00a4\u009c'], ['東京', '夜']],
  [
    'windows-1251',
    ['\u00ca\u00e8\u00ed\u00ee', '\u00c3\u00f0\u00f3\u00ef\u00ef\u00e0 \u00ea\u00f0\u00ee\u00e2\u00e8'],
    ['Кино', 'Группа крови'],
  ],
  [
    'windows-1251',
    [
      '\u00c7\u00e2\u00e5\u00e7\u00e4\u00e0 \u00ef\u00ee \u00e8\u00ec\u00e5\u00ed\u00e8 \u00d1\u00ee\u00eb\u00ed\u00f6\u00e5',
    ],
    ['Звезда по имени Солнце'],
  ],
  [
    'windows-1251',
    [
      '\u00c0\u00ea\u00e2\u00e0\u00f0\u00e8\u00f3\u00ec',
      '\u00d0\u00ee\u00ea-\u00ed-\u00f0\u00ee\u00eb\u00eb \u00ec\u00b8\u00f0\u00f2\u00e2',
    ],
    ['Аквариум', 'Рок-н-ролл мёртв'],
  ],
  [
    'shift_jis',
    ['\u0082\u00b1\u0082\u00b1\u0082\u00eb', '\u0096\u00b2\u0082\u00cc\u0092\u0086\u0082\u00d6'],
    ['こころ', '夢の中へ'],
  ],
  [
    'shift_jis',
    ['\u0083A\u0083C\u0083h\u0083\u008b', '\u0089F\u0091\u00bd\u0093c\u0083q\u0083J\u0083\u008b'],
    ['アイドル', '宇多田ヒカル'],
  ],
  [
    'gbk',
    [
      '\u00d4\u00c2\u00c1\u00c1\u00b4\u00fa\u00b1\u00ed\u00ce\u00d2\u00b5\u00c4\u00d0\u00c4',
      '\u00c4\u00e3\u00ba\u00c3',
    ],
    ['月亮代表我的心', '你好'],
  ],
  [
    'gbk',
    ['\u00b0\u00ae\u00c7\u00e9', '\u00ce\u00d2\u00c3\u00c7\u00b5\u00c4\u00b8\u00e8'],
    ['爱情', '我们的歌'],
  ],
  [
    'big5',
    ['\u00a4\u00eb\u00abG\u00a5N\u00aa\u00ed\u00a7\u00da\u00aa\u00ba\u00a4\u00df', '\u00b7R\u00b1\u00a1'],
    ['月亮代表我的心', '愛情'],
  ],
  ['big5', ['\u00a7\u00da\u00ad\u00cc\u00aa\u00ba\u00baq', '\u00c5\u00a5\u00ae\u00fc'], ['我們的歌', '聽海']],
  [
    'euc-kr',
    ['\u00bb\u00e7\u00b6\u00fb', '\u00b1\u00d7\u00b4\u00eb\u00bf\u00a1\u00b0\u00d4'],
    ['사랑', '그대에게'],
  ],
  [
    'euc-kr',
    [
      '\u00be\u00c8\u00b3\u00e7\u00c7\u00cf\u00bc\u00bc\u00bf\u00e4',
      '\u00bf\u00ec\u00b8\u00ae\u00c0\u00c7 \u00b3\u00eb\u00b7\u00a1',
    ],
    ['안녕하세요', '우리의 노래'],
  ],
]

describe('texts in the wrong encoding', () => {
  it.each(mistaken)('%s: %j is %j', (encoding, texts, meant) => {
    const [best] = repairs(texts)
    expect(best?.encoding).toBe(encoding)
    expect(best?.likelihood).toBeGreaterThanOrEqual(sureLikelihood)
    expect(texts.map((text) => repairedText(text, encoding))).toEqual(meant)
    for (const repair of repairs(texts))
      expect(texts.some((text) => repairedText(text, repair.encoding))).toBe(true)
  })

  it.each([
    [['Größe', 'Ärzte', 'Straße']],
    [['Café', 'Déjà vu', 'naïve cœur']],
    [['Motörhead', 'Mötley Crüe', 'Blue Öyster Cult']],
    [['Ágætis byrjun', 'Sigur Rós']],
    [['Ólafur Arnalds', 'Björk', 'Þursaflokkurinn']],
    [['Señor', 'Corazón', '¿Qué?']],
    [['Plain', 'ASCII']],
    [['東京', 'Группа крови', '사랑']],
    [['É', 'À']],
    [['“Quoted” – and dashed…']],
    [['Ŀatin', 'Beyoncé']],
  ])('%j are right as they are', (texts) => {
    expect(looksMistaken(texts)).toBe(false)
  })

  it('leave those alone that are right among them, which speak against it', () => {
    const group = ['\u00c3\u00f0\u00f3\u00ef\u00ef\u00e0 \u00ea\u00f0\u00ee\u00e2\u00e8', 'Größe', 'Café']
    expect(repairs(group)[0]?.encoding).toBe('windows-1251')
    expect(group.map((text) => repairedText(text, 'windows-1251'))).toEqual([
      'Группа крови',
      undefined,
      undefined,
    ])
    const few = ['\u00ca\u00e8', 'Größe', 'Ärzte', 'Straße', 'Müll', 'Käse']
    expect(looksMistaken(few)).toBe(false)
  })

  it('have one wrong title among right ones put right', () => {
    const group = ['Nachtfähre', 'Karl Brandt Trio', 'Nachtf\u00c3\u00a4hre', 'Größe']
    expect(repairs(group)[0]).toEqual({ encoding: 'utf-8', likelihood: 1 })
    expect(group.map((text) => repairedText(text, 'utf-8'))).toEqual([
      undefined,
      undefined,
      'Nachtfähre',
      undefined,
    ])
  })

  it('are read as often as they were read wrongly', () => {
    expect(readAgain('NachtfÃƒÂ¤hre', 'utf-8')).toBe('Nachtfähre')
    expect(readAgain('Ã\u0083Â\u009cberfahrt', 'utf-8')).toBe('Überfahrt')
    expect(looksMistaken(['NachtfÃƒÂ¤hre'])).toBe(true)
  })

  it('are put right in the part that is wrong', () => {
    expect(readAgain('“NachtfÃ¤hre” (東京)', 'utf-8')).toBe('“Nachtfähre” (東京)')
    expect(readAgain('Café – Ã‰tude', 'utf-8')).toBe('Café – Étude')
    expect(readAgain('Café – Étude', 'utf-8')).toBeUndefined()
  })

  it('lose half a character where ID3v1 cut it, and nowhere else', () => {
    // ISO-8859-1 of the first 30 bytes of UTF-8.
    const cut = (text: string, length: number) =>
      String.fromCharCode(...new TextEncoder().encode(text).subarray(0, length))
    const title = 'Über den Dächern der Stadt…'
    expect(readAgain(cut(title, 30), 'utf-8')).toBe(title.slice(0, -1))
    expect(readAgain(cut('Группа крови на рукаве', 30), 'utf-8')).toBe('Группа крови на ')
    expect(readAgain(cut('Группа', 11), 'utf-8')).toBeUndefined()
  })

  it.each([
    ['cyrillic-utf-8', ['Р“СЂСѓРїРїР° РєСЂРѕРІРё', 'РљРёРЅРѕ'], ['Группа крови', 'Кино']],
    [
      'cyrillic-western',
      ['Die GrцЯe', 'MetallmцЯig', 'Bjцrk', 'Кино'],
      ['Die Größe', 'Metallmößig', 'Björk', undefined],
    ],
  ] as const)('come through Windows-1251: %s', (encoding, texts, meant) => {
    expect(repairs(texts)[0]?.encoding).toBe(encoding)
    expect(looksMistaken(texts)).toBe(true)
    expect(texts.map((text) => repairedText(text, encoding))).toEqual(meant)
  })

  it.each([
    ['CAFÉ…'],
    ['LE CAFÉ™'],
    ['KoЯn'],
    ['ÄÖÜ'],
    ['Россия', 'Звёзды', 'Песня № 5', 'С «Кино»'],
    ['naïve'],
    ['ЇЖАК', 'Ґанок'],
    ['Mötley Crüe', 'öß'],
    ['Ελλάδα', 'Δρόμος'],
    ['Příliš žluťoučký kůň', 'Łódź'],
    ['IRMÃ', 'NÃO', 'AÇÃO'],
  ])('%j … are right as they are', (...texts) => {
    expect(looksMistaken(texts)).toBe(false)
  })

  it('are suspected before they are judged, right ones mostly not', () => {
    const wrong = mistaken.flatMap(([, texts]) => texts)
    expect(wrong.filter((text) => !isSuspect(text))).toEqual([])
    expect(['Р“СЂСѓРїРїР°', 'GrцЯe', 'NachtfÃƒÂ¤hre'].filter((text) => !isSuspect(text))).toEqual([])
    const right = [
      'Plain',
      'Größe',
      'Déjà vu',
      'Ägäis',
      'Maïs à la crème',
      'Группа крови',
      'Beyoncé',
      'Señor',
    ]
    expect(right.filter(isSuspect)).toEqual([])
  })

  it('come through Windows-1252 as well', () => {
    expect(readAgain('â€œTitleâ€\u009d', 'utf-8')).toBe('“Title”')
  })

  it('never throw, whatever the text', () => {
    for (const text of ['', '\0', '\ud800', 'ÿ'.repeat(1000)]) {
      expect(() => repairs([text])).not.toThrow()
    }
  })
})
