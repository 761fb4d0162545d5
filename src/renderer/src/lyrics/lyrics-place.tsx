import { useEffect, useId, useState } from 'react'
import { useStore } from 'zustand'
import type { MessageKey } from '../../../shared/i18n'
import type { Settings } from '../../../shared/ipc'
import type { TrackId } from '../../../shared/model'
import { editor, useEditor, withUnknownValues } from '../editor'
import { Button, type KeyHint, KeyHints, notify, Place, Progress, Select, useTranslate } from '../ui'
import { keepBeside } from './keep-beside'
import { LyricsPreview } from './lyrics-preview'
import { chosenLyrics, createLyricsSearch, type Song } from './lyrics-search'
import { SongList } from './song-list'
import { isNothing, type LyricsTexts, lyricsEdit, textsOf } from './song-lyrics'

export interface LyricsPlaceProps {
  readonly ids: readonly TrackId[]
  readonly settings: Settings['lyrics']
  readonly onSettings: (settings: Settings['lyrics']) => void
  /** Reads comments and lyrics of these files into the editor. */
  readonly readLongValues: (ids: readonly TrackId[]) => Promise<void>
  readonly onBack: () => void
}

const hints: readonly KeyHint[] = [
  [['ArrowUp', 'ArrowDown'], 'lyrics.key.look'],
  [[' '], 'review.key.tick'],
  [['Mod+Enter'], 'review.key.apply'],
  [['Escape'], 'review.key.back'],
]

const notes = {
  files: 'lookup.notWritten',
  folder: 'lyrics.besideAtOnce',
} as const satisfies Record<Settings['lyrics']['keepIn'], MessageKey>

/** The lyrics of some files: looked for, looked at, and taken into the tags or into text files beside the music. */
export function LyricsPlace({ ids, settings, onSettings, readLongValues, onBack }: LyricsPlaceProps) {
  const translate = useTranslate()
  const [search] = useState(() => createLyricsSearch(ids))
  const { songs, isRunning } = useStore(search.store)
  const [looked, setLooked] = useState(ids[0])
  useEffect(() => {
    void search.search(translate)
    return () => search.close()
  }, [search, translate])
  useEffect(() => {
    // What the files have is shown beside what was found, and is what an edit changes.
    void readLongValues(withUnknownValues(editor.getState(), ids))
  }, [ids, readLongValues])
  // Long values come in later than the rest.
  useEditor((state) => state.tracks)

  const taken = songs.flatMap((song) => {
    const texts = takenTexts(song, settings.take)
    return song.isTicked && texts !== undefined ? [{ id: song.id, texts }] : []
  })
  const over = songs.filter(({ state }) => state.kind !== 'waiting' && state.kind !== 'searching')
  const found = songs.filter(({ state }) => state.kind === 'found')
  const apply = async () => {
    if (taken.length === 0) return
    if (settings.keepIn === 'folder') void keepBeside(taken, translate)
    else {
      // An edit has to know what it replaces.
      const unread = withUnknownValues(
        editor.getState(),
        taken.map(({ id }) => id),
      )
      if (unread.length > 0) await readLongValues(unread)
      const state = editor.getState()
      const edit = lyricsEdit(state, translate('lyrics.title'), taken)
      const conflicts = state.perform(edit, { source: 'lyrics' })
      if (conflicts.length > 0)
        notify(translate('lookup.conflicts', { count: conflicts.length }), { tone: 'bad' })
      else notify(translate('lyrics.applied', { count: Object.keys(edit.changes).length }))
    }
    onBack()
  }
  const song = songs.find(({ id }) => id === looked) ?? songs[0]
  return (
    <Place
      name={translate('lyrics.title')}
      note={translate('lyrics.note', { count: songs.length, found: found.length })}
      tools={
        <div className="lyrics-tools">
          <Choices settings={settings} onSettings={onSettings} />
          {isRunning ? (
            <Button onClick={search.close}>{translate('jobs.cancel')}</Button>
          ) : (
            <Button onClick={() => void search.search(translate)}>{translate('lookup.searchAgain')}</Button>
          )}
        </div>
      }
      onBack={onBack}
      onConfirm={() => void apply()}
      foot={
        <>
          <KeyHints hints={hints} note={notes[settings.keepIn]} />
          <Button look="primary" disabled={taken.length === 0} onClick={() => void apply()}>
            {translate(settings.keepIn === 'folder' ? 'lyrics.write' : 'lyrics.apply', {
              count: taken.length,
            })}
          </Button>
        </>
      }
    >
      {isRunning && (
        <Progress
          label={translate('lyrics.job', { count: songs.length })}
          done={over.length}
          total={songs.length}
          className="lyrics-progress"
        />
      )}
      <div className="lyrics-body">
        <SongList
          songs={songs}
          looked={song?.id}
          isRunning={isRunning}
          onLook={setLooked}
          onTick={search.tick}
          onTickAll={search.tickAll}
        />
        {song !== undefined && (
          <LyricsPreview
            song={song}
            texts={takenTexts(song, settings.take)}
            onChoose={(chosen) => search.choose(song.id, chosen)}
          />
        )}
      </div>
    </Place>
  )
}

/** What a song would get; undefined where nothing of that kind was found. */
function takenTexts(song: Song, take: Settings['lyrics']['take']): LyricsTexts | undefined {
  const lyrics = chosenLyrics(song)
  const texts = lyrics && textsOf(lyrics, take)
  return texts === undefined || isNothing(texts) ? undefined : texts
}

function Choices({ settings, onSettings }: Pick<LyricsPlaceProps, 'settings' | 'onSettings'>) {
  const translate = useTranslate()
  const id = useId()
  return (
    <>
      <label htmlFor={`${id}-take`}>{translate('lyrics.take')}</label>
      <Select
        id={`${id}-take`}
        value={settings.take}
        options={{
          plain: translate('lyrics.take.plain'),
          synchronised: translate('lyrics.take.synchronised'),
          both: translate('lyrics.take.both'),
        }}
        onChoose={(take) => onSettings({ ...settings, take })}
      />
      <label htmlFor={`${id}-keep`}>{translate('finding.putIt')}</label>
      <Select
        id={`${id}-keep`}
        value={settings.keepIn}
        title={translate('lyrics.keepInHint')}
        options={{
          files: translate('lyrics.keepIn.files'),
          folder: translate('lyrics.keepIn.folder'),
        }}
        onChoose={(keepIn) => onSettings({ ...settings, keepIn })}
      />
    </>
  )
}
