import { useId, useState } from 'react'
import type { MessageKey } from '../../../shared/i18n'
import type { ServiceName, Settings } from '../../../shared/ipc'
import { type Picture, type TrackId, withFrontCover } from '../../../shared/model'
import { editor, pictureEditOf } from '../editor'
import { Place, Select, useTranslate } from '../ui'
import { CoverChoice } from './cover-choice'
import { currentCover } from './current-cover'
import { keepInFolder } from './keep-in-folder'
import { wantedCover } from './wanted-cover'

type KeepIn = Settings['covers']['keepIn']

export interface FindCoverPlaceProps {
  readonly ids: readonly TrackId[]
  /** Services, the most trusted first. */
  readonly trusted: readonly ServiceName[]
  readonly keepIn: KeepIn
  readonly onKeepIn: (keepIn: KeepIn) => void
  readonly onBack: () => void
}

const notes = {
  files: 'lookup.notWritten',
  folder: 'covers.folderAtOnce',
  both: 'covers.folderAtOnce',
} as const satisfies Record<KeepIn, MessageKey>

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
      tools={<KeepInChoice keepIn={keepIn} onKeepIn={onKeepIn} />}
      onBack={onBack}
    >
      <CoverChoice
        wanted={wanted}
        current={current}
        trusted={trusted}
        note={notes[keepIn]}
        onChoose={choose}
        onKeep={onBack}
        onBack={onBack}
      />
    </Place>
  )
}

function KeepInChoice({ keepIn, onKeepIn }: Pick<FindCoverPlaceProps, 'keepIn' | 'onKeepIn'>) {
  const translate = useTranslate()
  const id = useId()
  return (
    <div className="cover-tools">
      <label htmlFor={id}>{translate('finding.putIt')}</label>
      <Select
        id={id}
        value={keepIn}
        title={translate('covers.keepInHint')}
        options={{
          files: translate('covers.keepIn.files'),
          folder: translate('covers.keepIn.folder'),
          both: translate('covers.keepIn.both'),
        }}
        onChoose={onKeepIn}
      />
    </div>
  )
}
