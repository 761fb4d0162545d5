import { useState } from 'react'
import type { Picture, TrackId } from '../../../shared/model'
import { editor } from '../editor'
import { CoverChoice, type CoverChoiceProps } from './cover-choice'
import { currentCover } from './current-cover'

export interface ReleaseCoverProps extends Pick<CoverChoiceProps, 'wanted' | 'trusted' | 'onBack'> {
  readonly ids: readonly TrackId[]
  /** What the files are to get; undefined leaves them what they have. */
  readonly onCover: (picture: Picture | undefined) => void
}

/** Covers for the release that files are looked up as. Nothing is written: the lookup makes it part of its edit. */
export function ReleaseCover({ ids, onCover, ...props }: ReleaseCoverProps) {
  const [current] = useState(() => currentCover(editor.getState(), ids))
  return (
    <CoverChoice
      {...props}
      note="lookup.notWritten"
      current={current}
      onChoose={onCover}
      onKeep={() => onCover(undefined)}
    />
  )
}
