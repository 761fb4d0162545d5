import { describe, expect, it } from 'vitest'
import { apply, type FieldValues, type Track, trackId } from '../../../shared/model'
import { editorWith, track } from '../testing/track'
import { firstChoice, repairEdit, sampleOf } from './repair-edit'
import { mistakenAmong, type RepairGroup, repairGroups } from './repair-groups'

/** What a program shows that takes bytes for ISO-8859-1. */
const asLatin1 = (bytes: readonly number[] | Uint8Array) => String.fromCharCode(...bytes)
const utf8 = (text: string) => asLatin1(new TextEncoder().encode(text))
const windows1251 = (text: string) =>
  asLatin1(
    [...text].map((letter) => {
      const code = letter.charCodeAt(0)
      return code >= 0x410 && code < 0x450 ? code - 0x410 + 0xc0 : code
    }),
  )

const nachtfaehre = (id: string, values: FieldValues, more: Partial<Track> = {}) =>
  track(id, { album: ['Nachtfähre'], artist: ['Karl Brandt Trio'], ...values }, more)
const kino = (id: string, values: FieldValues, more: Partial<Track> = {}) =>
  track(
    id,
    { album: [windows1251('Группа крови')], artist: [windows1251('Кино')], ...values },
    { folder: '/m', ...more },
  )

const library = () => [
  nachtfaehre('n1', { title: [utf8('Überfahrt')], track: ['1'] }),
  nachtfaehre('n2', { title: ['Blaue Stunde'], genre: ['Jazz', utf8('Märsche')] }),
  track('right', { album: ['Größe'], title: ['Straße'] }, { folder: '/right' }),
  kino('k1', { title: [windows1251('Звезда по имени Солнце')] }),
  kino('k2', { title: ['Intro'], comment: [windows1251('Запись с пластинки')] }),
]

const opened = (...tracks: Track[]) => {
  const editor = editorWith(...tracks)
  return { state: editor.getState(), ids: editor.getState().order, editor }
}
const groupsOf = ({ state, ids }: ReturnType<typeof opened>) => repairGroups(state, ids, { byHand: false })

describe('the albums to repair', () => {
  it('are those whose texts look mistaken, each with what it was likely meant in', () => {
    const groups = groupsOf(opened(...library()))
    expect(groups.map(({ title, ids }) => [title, ids])).toEqual([
      ['Nachtfähre', ['n1', 'n2']],
      [windows1251('Группа крови'), ['k1', 'k2']],
    ])
    expect(groups.map(firstChoice)).toEqual(['utf-8', 'windows-1251'])
  })

  it('are called by their folder where no file names the album', () => {
    const groups = groupsOf(opened(track('a', { title: [utf8('Überfahrt')] }, { folder: '/music/Loose' })))
    expect(groups[0]?.title).toBe('Loose')
  })

  it('leave out files that may not be written', () => {
    const readOnly = { readOnly: { code: 'file.notWritable', params: {} } } as const
    const found = groupsOf(
      opened(
        nachtfaehre('n1', { title: [utf8('Überfahrt')] }, readOnly),
        nachtfaehre('n2', { title: [utf8('Nachtfähre')] }),
      ),
    )
    expect(found[0]?.ids).toEqual([trackId('n2')])
  })

  it('are all with other letters where none looks mistaken and a person asks for them: nothing is chosen', () => {
    const { state, ids } = opened(
      track('a', { album: ['Größe'] }, { folder: '/a' }),
      track('b', { album: ['Plain'] }, { folder: '/b' }),
    )
    expect(repairGroups(state, ids, { byHand: false })).toEqual([])
    const groups = repairGroups(state, ids, { byHand: true })
    expect(groups.map(({ title }) => title)).toEqual(['Größe'])
    expect(groups.map(firstChoice)).toEqual([undefined])
  })
})

describe('the files whose texts seem mistaken', () => {
  it('are only those that a repair would change', () => {
    const { state, ids } = opened(...library())
    expect(mistakenAmong(state, ids).ids).toEqual(['n1', 'n2', 'k1', 'k2'])
    expect(mistakenAmong(state, [trackId('right')]).ids).toEqual([])
  })

  it('are no more once they are repaired', () => {
    const { editor, state, ids } = opened(...library())
    editor
      .getState()
      .perform(repairEdit(state, groupsOf({ state, ids, editor }), firstChoice, ''), { source: 'repair' })
    expect(mistakenAmong(editor.getState(), ids).ids).toEqual([])
    editor.getState().undo()
    expect(mistakenAmong(editor.getState(), ids).ids).toHaveLength(4)
  })
})

describe('a large selection', () => {
  it('is looked at in part, and that is said', () => {
    const many = Array.from({ length: 2500 }, (_, index) =>
      track(`t${index}`, { title: [utf8(`Überfahrt ${index}`)] }, { folder: `/m/${index % 50}` }),
    )
    const { state, ids } = opened(...many)
    const found = mistakenAmong(state, ids)
    expect(found.ids).toHaveLength(2000)
    expect(found.more).toBe(true)
    expect(mistakenAmong(state, ids.slice(0, 2000)).more).toBe(false)
  })
})

describe('the repair of some albums', () => {
  it('is an edit of the texts that are wrong, long ones that are known included', () => {
    const all = opened(...library())
    const edit = repairEdit(all.state, groupsOf(all), firstChoice, 'Repair')
    const { changed, conflicts } = apply(edit, all.state.tracks)
    expect(conflicts).toEqual([])
    expect(changed.get(trackId('n1'))?.values.title).toEqual(['Überfahrt'])
    expect(changed.get(trackId('n2'))?.values.genre).toEqual(['Jazz', 'Märsche'])
    expect(changed.get(trackId('k1'))?.values).toMatchObject({
      title: ['Звезда по имени Солнце'],
      artist: ['Кино'],
      album: ['Группа крови'],
    })
    expect(changed.get(trackId('k2'))?.values.comment).toEqual(['Запись с пластинки'])
    expect(Object.keys(edit.changes[trackId('n1')] ?? {})).toEqual(['title'])
  })

  it('leaves alone what is to stay as it is', () => {
    const all = opened(...library())
    const choice = (group: RepairGroup) => (group.title === 'Nachtfähre' ? undefined : firstChoice(group))
    expect(Object.keys(repairEdit(all.state, groupsOf(all), choice, '').changes)).toEqual(['k1', 'k2'])
  })

  it('is shown by a title, else by any text', () => {
    const all = opened(...library())
    const [first, second] = groupsOf(all)
    if (first === undefined || second === undefined) throw new Error('there are two albums')
    expect(sampleOf(all.state, first, 'utf-8')).toEqual({ from: utf8('Überfahrt'), to: 'Überfahrt' })
    expect(sampleOf(all.state, second, 'windows-1251')?.to).toBe('Звезда по имени Солнце')
    expect(sampleOf(all.state, first, 'cyrillic-utf-8')).toBeUndefined()
    const untitled = opened(kino('k', { title: ['Intro'] }))
    const [group] = groupsOf(untitled)
    expect(group && sampleOf(untitled.state, group, 'windows-1251')?.to).toBe('Группа крови')
  })
})
