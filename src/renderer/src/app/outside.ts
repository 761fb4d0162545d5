import type { MessageKey } from '../../../shared/i18n'
import { fromColumns, type Payload } from '../../../shared/ipc'
import {
  type FieldName,
  type FieldValue,
  longFieldNames,
  type Track,
  type TrackId,
} from '../../../shared/model'
import { bridge } from '../bridge'
import { editor, isFieldChanged, openPlace, place, undecidedOf } from '../editor'
import { closeNotice, notify } from '../ui'
import { speech } from './speech'

/** Takes over what other programs did to the open folders. */
export async function takeOutside({ tracks, added, gone }: Payload<'library.changed'>): Promise<void> {
  const { getState } = editor
  getState().addTracks(fromColumns(added))
  getState().markFailed(
    gone.map((id) => ({
      id,
      problem: { code: 'file.notFound', params: { file: getState().tracks.get(id)?.fileName ?? '' } },
    })),
  )
  await takeTruth(fromColumns(tracks))
}

let taking: Promise<void> = Promise.resolve()

/**
 * Takes over what files say by now, whoever wrote it, one after another. Unsaved edits stay; where another program
 * changed the same field the person decides.
 */
export function takeTruth(tracks: readonly Track[]): Promise<void> {
  taking = taking.then(async () => {
    const undecided = editor.getState().takeOutside(await withEditedTexts(tracks))
    if (undecided.length > 0 && place.getState().shown.kind !== 'conflict') {
      sayUndecided('outside.changed', undecidedOf(editor.getState()).length)
    }
  })
  return taking
}

/** The last sentence of what there is to decide: one at a time, and none once it is looked at. */
let said: number | undefined

/** Takes that sentence back where it is no longer true, or no longer news. Answers how to stop. */
export function keepUndecidedTrue(): () => void {
  const look = () => {
    if (said === undefined) return
    if (place.getState().shown.kind !== 'conflict' && undecidedOf(editor.getState()).length > 0) return
    closeNotice(said)
    said = undefined
  }
  const ends = [
    place.subscribe(look),
    editor.subscribe((state, before) => {
      if (state.conflicts !== before.conflicts || state.edited !== before.edited) look()
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}

/** Says that there is something to decide, and leads to where it can be. */
export function sayUndecided(
  key: Extract<MessageKey, 'outside.changed' | 'outside.undecided' | 'unsaved.changedSince'>,
  count: number,
): void {
  if (count === 0) return
  const translate = speech()
  if (said !== undefined) closeNotice(said)
  said = notify(translate(key, { count }), {
    tone: 'bad',
    action: { label: translate('outside.compare'), run: () => openPlace({ kind: 'conflict' }) },
  })
}

const mostAtOnce = 1000

/** Rows come without their long texts: those that lie under an unsaved edit are read, to be compared with it. */
async function withEditedTexts(tracks: readonly Track[]): Promise<readonly Track[]> {
  const state = editor.getState()
  const ids = tracks.flatMap(({ id }) =>
    longFieldNames.some((field) => isFieldChanged(state, id, field)) ? [id] : [],
  )
  const texts = new Map<TrackId, { [Name in FieldName]?: FieldValue }>()
  for (let at = 0; at < ids.length; at += mostAtOnce) {
    const answer = await bridge.tracks.read(ids.slice(at, at + mostAtOnce))
    for (const read of answer.ok ? answer.value : []) {
      if (!read.ok) continue
      const found: { [Name in FieldName]?: FieldValue } = {}
      for (const field of longFieldNames) {
        const value = read.values[field]
        if (value !== undefined) found[field] = value
      }
      texts.set(read.id, found)
    }
  }
  if (texts.size === 0) return tracks
  return tracks.map((track) => ({ ...track, values: { ...track.values, ...texts.get(track.id) } }))
}
