import { expect, it } from 'vitest'
import { createTranslate } from '../i18n'
import { type FieldType, fieldNames, fieldRow, type NameColumn } from '.'

const columns: readonly (readonly [NameColumn, string])[] = [
  ['id3', 'ID3v2.4'],
  ['id3v23', 'ID3v2.3, where it differs'],
  ['vorbis', 'Vorbis comment'],
  ['ape', 'APEv2'],
  ['mp4', 'MP4'],
  ['asf', 'ASF'],
  ['riff', 'RIFF INFO'],
  ['matroska', 'Matroska'],
]

const types: Readonly<Record<FieldType, string>> = {
  text: 'text',
  number: 'number',
  date: 'date, as precise as it is known',
  flag: 'yes or no',
  long: 'text of many lines',
  rating: 'rating, 0 to 100',
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const namesCell = (names: readonly string[]): string =>
  names.length === 0 ? '–' : names.map((name) => `\`${name.replaceAll('|', '\\|')}\``).join(', ')

function fieldsDocument(): string {
  const translate = createTranslate('en')
  const rows = fieldNames.map((field) => {
    const { type, many, names } = fieldRow(field)
    return line([
      translate(`field.${field}`),
      many ? `${types[type]}, several` : types[type],
      ...columns.map(([column]) => namesCell(names[column])),
    ])
  })
  const head = ['Field', 'Type', ...columns.map(([, name]) => name)]
  return `# Fields

Generated from the field registry (\`src/shared/model/field-registry.ts\`) by \`npx vitest run src/shared/model -u\`.

Of several names the first is written and all are read. \`#1\` and \`#2\` are the halves of a pair such as \`3/12\`;
\`TXXX:\` and \`----:\` stand for user-defined text frames and for freeform atoms of \`com.apple.iTunes\`; a number before a
Matroska name is its target (30 track, 50 album). Any other name is a field of your own and is kept in the spelling
that the file has.

${[line(head), line(head.map(() => '---')), ...rows].join('\n')}
`
}

it('docs/fields.md says what the registry says', async () => {
  await expect(fieldsDocument()).toMatchFileSnapshot('../../../docs/fields.md')
})
