import type { Candidate, Proposal } from '../../../shared/ipc'

/** A release that a service found, for tests: whole, with what matters to the test set. */
export const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  service: 'catalogue',
  releaseId: 'cd',
  releaseGroupId: 'group',
  title: 'Tideworks',
  artist: 'Mira Solen',
  date: '',
  country: '',
  format: '',
  label: '',
  catalogNumber: '',
  barcode: '',
  trackCount: 2,
  score: 1,
  sure: false,
  open: [],
  reasons: [],
  ...more,
})

/** The release laid over files: the values that each would get. */
export const proposal = (tracks: Proposal['tracks'], more: Partial<Proposal> = {}): Proposal => ({
  candidate: candidate(),
  tracks,
  tracklist: [],
  missing: [],
  ...more,
})
