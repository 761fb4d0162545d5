import type { FieldChangesMessage, LookupTrack } from '../../shared/ipc'
import { type FieldName, type FieldValues, type Track, valueEntries } from '../../shared/model'
import type { KeptEdits } from '../ipc'
import type { Library } from '../library'
import type { RunFiles } from '../lookup'

/**
 * Listed files as a run over the library looks them up: read from disk when their turn comes, with the unsaved edits as
 * the page told them last. Nothing of a library’s values has to cross the bridge, nor be held for hours.
 */
export function createLookupFiles({
  library,
  edits,
}: {
  readonly library: Pick<Library, 'idAt' | 'pathOf' | 'readTrack'>
  readonly edits: Pick<KeptEdits, 'of'>
}): RunFiles {
  return {
    idAt: (path) => library.idAt(path),
    pathOf: (id) => library.pathOf(id),
    async read(id) {
      const read = await library.readTrack(id)
      if (!read.ok) return read
      const path = library.pathOf(id)
      return { ok: true, track: asSeen(read.track, path === undefined ? undefined : edits.of(path)) }
    },
  }
}

/** The track with its edits over it. */
function asSeen(track: Track, edited: FieldChangesMessage | undefined): LookupTrack {
  const { id, fileName, folder, audio } = track
  const pictures = edited?.pictures?.to ?? track.pictures
  return {
    id,
    fileName,
    folder,
    durationMs: audio.durationMs,
    values: { ...copyOf(track.values), ...editedValues(edited) },
    hasCover: pictures.length > 0,
  }
}

type Values = LookupTrack['values']

const copyOf = (values: FieldValues): Values =>
  Object.fromEntries(valueEntries(values).map(([field, value]) => [field, [...value]]))

const editedValues = (edited: FieldChangesMessage | undefined): Values =>
  Object.fromEntries(
    Object.entries(edited?.values ?? {}).flatMap(([field, change]) =>
      change === undefined ? [] : [[field as FieldName, change.to]],
    ),
  )
