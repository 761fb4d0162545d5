import { problemSentence } from '../../../shared/i18n'
import { timedLines, timeInLrc } from '../../../shared/lyrics'
import { currentOf, editor, openPlace } from '../editor'
import { Button, formatLength, Select, useTranslate } from '../ui'
import { chosenLyrics, type Song } from './lyrics-search'
import type { LyricsTexts } from './song-lyrics'

export interface LyricsPreviewProps {
  readonly song: Song
  /** What the song would get; undefined where there is nothing to take. */
  readonly texts: LyricsTexts | undefined
  readonly onChoose: (chosen: number) => void
}

/** What one file has beside what it would get, with the times that its lines are sung at. */
export function LyricsPreview({ song, texts, onChoose }: LyricsPreviewProps) {
  const translate = useTranslate()
  const { state, chosen } = song
  const { values } = currentOf(editor.getState(), song.id)
  const own = values.syncedLyrics?.[0] ?? values.lyrics?.[0] ?? ''
  const lyrics = chosenLyrics(song)
  return (
    <section className="lyrics-preview" aria-label={translate('lyrics.preview')}>
      {own !== '' && (
        <div className="lyrics-side">
          <h2 className="lyrics-heading">{translate('lyrics.yours')}</h2>
          <Text lyrics={own} />
        </div>
      )}
      <div className="lyrics-side">
        <h2 className="lyrics-heading">
          {lyrics === undefined ? translate('finding.found') : translate(`lookup.service.${lyrics.service}`)}
          {lyrics !== undefined && (
            <bdi className="lyrics-facts">
              {[lyrics.title, lyrics.artist, lyrics.album, formatLength(lyrics.durationMs)]
                .filter(Boolean)
                .join(' · ')}
            </bdi>
          )}
          {state.kind === 'found' && state.found.length > 1 && (
            <Select
              aria-label={translate('lyrics.which')}
              value={String(chosen)}
              options={Object.fromEntries(
                state.found.map((_, index) => [
                  String(index),
                  translate('lyrics.whichOf', { number: index + 1, count: state.found.length }),
                ]),
              )}
              onChoose={(index) => onChoose(Number(index))}
            />
          )}
        </h2>
        {state.kind === 'failed' ? (
          <div className="lyrics-failure" role="alert">
            <p>▲ {problemSentence(translate, state.problem)}</p>
            {state.problem.remedy === 'open-settings' && (
              <Button onClick={() => openPlace({ kind: 'settings' })}>{translate('lookup.services')}</Button>
            )}
          </div>
        ) : texts === undefined ? (
          <p className="lyrics-nothing">
            {translate(
              state.kind === 'found'
                ? 'lyrics.notOfKind'
                : state.kind === 'none'
                  ? 'lyrics.nothing'
                  : 'lyrics.notYet',
            )}
          </p>
        ) : (
          <Text lyrics={texts.synchronised || texts.plain} />
        )}
      </div>
    </section>
  )
}

/** Lines with their times where they have some. */
function Text({ lyrics }: { lyrics: string }) {
  const lines = timedLines(lyrics)
  if (lines === undefined) return <p className="lyrics-text">{lyrics}</p>
  return (
    <ol className="lyrics-text lyrics-timed">
      {lines.map(({ milliseconds, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text never change places
        <li key={index}>
          <span className="lyrics-time">{timeInLrc(milliseconds)}</span> {text.trim()}
        </li>
      ))}
    </ol>
  )
}
