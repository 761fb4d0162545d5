import type { ReactNode } from 'react'
import type { Candidate, WantedCover } from '../../../shared/ipc'
import type { Picture, TrackId } from '../../../shared/model'

/** What the choice of a cover for a release is told, and whom it answers. */
export interface CoverStep {
  readonly wanted: WantedCover
  readonly ids: readonly TrackId[]
  /** What the files are to get; undefined leaves them what they have. */
  readonly onCover: (picture: Picture | undefined) => void
  readonly onBack: () => void
}

/** Draws it: the lookup knows no covers but the release’s own. */
export type DrawCoverStep = (step: CoverStep) => ReactNode

/** The cover of this very release. */
export const coverWantedFor = (candidate: Candidate): WantedCover => ({
  title: candidate.title,
  artist: candidate.artist,
  ...(candidate.barcode !== '' && { barcode: candidate.barcode }),
  release: { service: candidate.service, id: candidate.releaseId, groupId: candidate.releaseGroupId },
})
