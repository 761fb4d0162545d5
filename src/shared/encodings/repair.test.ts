import { describe, expect, it } from 'vitest'
import { looksMistaken, type RepairEncoding, readAgain, repairs, sureLikelihood } from '.'

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
    expect(texts.map((text) => readAgain(text, encoding))).toEqual(meant)
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

  it('are judged together: one text that no encoding fits rules it out', () => {
    expect(repairs(['\u00ca\u00e8\u00ed\u00ee', 'Größe']).map(({ encoding }) => encoding)).not.toContain(
      'windows-1251',
    )
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
