/** Texts whose bytes were read in the wrong encoding. */
export const repair = {
  'repair.command': 'Repair text encoding…',
  'repair.title': 'Repair text encoding',
  'repair.hint':
    '{count, plural, one {The texts of # file seem to be in another encoding.} other {The texts of # files seem to be in another encoding.}}',
  'repair.hintOne': 'The texts of this file seem to be in another encoding.',
  'repair.hintMany': 'The texts of {count, number} files and more seem to be in another encoding.',
  'repair.open': 'Repair…',
  'repair.albums': 'Albums and their encoding',
  'repair.album': 'Album',
  'repair.encoding': 'Encoding',
  'repair.example': 'For example',
  'repair.choice': 'Encoding of {album}: {encoding}',
  'repair.leave': 'Leave as it is',
  'repair.left': 'stays as it is',
  'repair.texts': '{count, plural, one {# text} other {# texts}}',
  'repair.reading': 'reading comments and lyrics…',
  'repair.nothing':
    '{count, plural, one {The texts of this file look right.} other {The texts of these # files look right.}}',
  'repair.noneChosen': 'All stays as it is. Choose the encoding of an album above.',
  'repair.all': '{count, plural, one {All files} other {Look through all # files}}',
  'repair.applied':
    '{count, plural, one {Repaired the texts of # file.} other {Repaired the texts of # files.}} Nothing is written until you save.',
  'repair.encoding.utf-8': 'Unicode (UTF-8)',
  'repair.encoding.windows-1251': 'Cyrillic (Windows-1251)',
  'repair.encoding.shift_jis': 'Japanese (Shift-JIS)',
  'repair.encoding.gbk': 'Chinese, simplified (GBK)',
  'repair.encoding.big5': 'Chinese, traditional (Big5)',
  'repair.encoding.euc-kr': 'Korean (EUC-KR)',
  'repair.encoding.cyrillic-utf-8': 'Unicode (UTF-8), read as Cyrillic',
  'repair.encoding.cyrillic-western': 'Western European, read as Cyrillic',
} as const
