import { useState } from 'react'
import type { WantedCover } from '../../../shared/ipc'
import type { Picture, TrackId } from '../../../shared/model'
import { editor } from '../editor'
import { useTranslate } from '../ui'
import { CoverChoice, type CoverChoiceProps } from './cover-choice'
import { currentCover } from './current-cover'
import { keepInFolder } from './keep-in-folder'

export interface ReleaseCoverProps
  extends Pick<CoverChoiceProps, 'trusted' | 'keepIn' | 'onKeepIn' | 'onBack'> {
  readonly wanted: WantedCover
  readonly ids: readonly TrackId[]
  /** What the files are to get; undefined leaves them what they have. */
  readonly onCover: (picture: Picture | undefined) => void
}

/** Covers for the release that files are looked up as. */
export function ReleaseCover({ ids, keepIn, onCover, ...props }: ReleaseCoverProps) {
  const translate = useTranslate()
  const [current] = useState(() => currentCover(editor.getState(), ids))
  const choose = (picture: Picture) => {
    if (keepIn !== 'files') void keepInFolder(ids, picture, translate)
    onCover(keepIn === 'folder' ? undefined : picture)
  }
  return (
    <CoverChoice
      {...props}
      keepIn={keepIn}
      current={current}
      onChoose={choose}
      onKeep={() => onCover(undefined)}
    />
  )
}
