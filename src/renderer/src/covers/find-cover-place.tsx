import { useState } from 'react'
import type { ServiceName } from '../../../shared/ipc'
import { type Picture, type TrackId, withFrontCover } from '../../../shared/model'
import { editor, pictureEditOf } from '../editor'
import { Place, useTranslate } from '../ui'
import { CoverChoice, type KeepIn } from './cover-choice'
import { currentCover } from './current-cover'
import { keepInFolder } from './keep-in-folder'
import { wantedCover } from './wanted-cover'

export interface FindCoverPlaceProps {
  readonly ids: readonly TrackId[]
  /** Services, the most trusted first. */
  readonly trusted: readonly ServiceName[]
  readonly keepIn: KeepIn
  readonly onKeepIn: (keepIn: KeepIn) => void
  readonly onBack: () => void
}

/** Covers that the services have for these files. What is chosen is an ordinary edit; a picture in the folder is written at once. */
export function FindCoverPlace({ ids, trusted, keepIn, onKeepIn, onBack }: FindCoverPlaceProps) {
  const translate = useTranslate()
  // What it was opened for stays, whatever happens to the files meanwhile.
  const [wanted] = useState(() => wantedCover(editor.getState(), ids))
  const [current] = useState(() => currentCover(editor.getState(), ids))
  const choose = (picture: Picture) => {
    if (keepIn !== 'folder') {
      const state = editor.getState()
      const edit = pictureEditOf(state, translate('covers.title'), ids, (pictures) =>
        withFrontCover(pictures, picture),
      )
      state.perform(edit, { source: 'artwork' })
    }
    if (keepIn !== 'files') void keepInFolder(ids, picture, translate)
    onBack()
  }
  return (
    <Place
      name={translate('covers.title')}
      heading={translate('covers.heading', { title: wanted.title })}
      note={[wanted.artist, translate('review.files', { count: ids.length })].filter(Boolean).join(' · ')}
      onBack={onBack}
    >
      <CoverChoice
        wanted={wanted}
        current={current}
        trusted={trusted}
        keepIn={keepIn}
        onKeepIn={onKeepIn}
        onChoose={choose}
        onKeep={onBack}
        onBack={onBack}
      />
    </Place>
  )
}
