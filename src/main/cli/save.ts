// Saves one file the way the app does: `node out/cli/save.js FILE field=value … [--cover PICTURE] [--without-undo]`. An
// empty value removes the field; a field named several times gets several values. The save can be undone in the app,
// unless told to do without. Exits with 0 only when the file is saved.
import { readFileSync } from 'node:fs'
import { createTranslate, problemSentence } from '../../shared/i18n'
import {
  defaultWriteOptions,
  type FieldName,
  frontCover,
  isFieldName,
  noValue,
  type Outcome,
  type Picture,
} from '../../shared/model'
import { historyDatabase, journalFolder, newOperation, recoverSaves, saveTask } from '../library'
import { describePicture, MetadataReader, type PictureWithBytes } from '../metadata'
import { dataFolder } from './data-folder'

interface Order {
  readonly path: string
  readonly values: ReadonlyMap<FieldName, readonly string[]>
  readonly cover: string | undefined
  readonly withoutUndo: boolean
}

/** @throws Error that says what is wrong with the command */
function orderOf(args: readonly string[]): Order {
  const usage = 'node out/cli/save.js FILE field=value … [--cover PICTURE] [--without-undo]'
  const [path, ...rest] = args
  if (path === undefined) throw new Error(usage)
  const values = new Map<FieldName, string[]>()
  let cover: string | undefined
  let withoutUndo = false
  for (let at = 0; at < rest.length; at++) {
    const argument = rest[at] ?? ''
    if (argument === '--cover') {
      cover = rest[++at]
      continue
    }
    if (argument === '--without-undo') {
      withoutUndo = true
      continue
    }
    const equals = argument.indexOf('=')
    const field = argument.slice(0, equals)
    if (equals < 0 || !isFieldName(field)) throw new Error(`“${argument}” is no field=value. ${usage}`)
    const value = argument.slice(equals + 1)
    const list = values.get(field) ?? []
    values.set(field, value === '' ? list : [...list, value])
  }
  return { path, values, cover, withoutUndo }
}

const withoutBytes = ({ bytes: _, ...picture }: PictureWithBytes): Picture => picture

async function save({ path, values, cover, withoutUndo }: Order): Promise<Outcome<object>> {
  const data = dataFolder()
  recoverSaves(data, () => {})
  const current = await new MetadataReader().read(path)
  if (!current.ok) return current
  const { metadata } = current
  const picture = cover === undefined ? undefined : frontCoverFrom(cover)
  const from = metadata.pictures.map(withoutBytes)
  const label = [...values.keys()].join(', ') || 'cover'
  const others = from.filter(({ type }) => type !== frontCover)
  return saveTask({
    path,
    changes: {
      values: Object.fromEntries(
        [...values].map(([field, to]) => [
          field,
          { from: [...(metadata.values[field] ?? noValue)], to: [...to] },
        ]),
      ),
      ...(picture === undefined ? {} : { pictures: { from, to: [withoutBytes(picture), ...others] } }),
    },
    newPictures: new Map(picture === undefined ? [] : [[picture.hash, picture.bytes]]),
    options: defaultWriteOptions,
    journal: journalFolder(data),
    keepModified: false,
    recording: withoutUndo
      ? undefined
      : { database: historyDatabase(data), as: { operation: newOperation({ kind: 'edit', label }, 1) } },
  })
}

const frontCoverFrom = (path: string): PictureWithBytes =>
  describePicture(new Uint8Array(readFileSync(path)), { type: frontCover, mime: '', description: '' })

try {
  const outcome = await save(orderOf(process.argv.slice(2)))
  if (!outcome.ok) {
    process.stderr.write(`${problemSentence(createTranslate('en'), outcome.problem)}\n`)
    process.exitCode = 1
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}
