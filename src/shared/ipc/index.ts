export {
  type CallName,
  type ChannelName,
  channels,
  dropChannel,
  type EventName,
  type JobName,
  portChannel,
  portMessage,
} from './channels'
export {
  type Answer,
  type Contract,
  contract,
  Grant,
  JobEnvelope,
  type JobFrame,
  JobReceipt,
  OpenRequest,
  type ParsedRequest,
  type Payload,
  type Progress,
  type Reply,
  type Request,
} from './contract'
export {
  CoverId,
  CoversProgress,
  CoversRequest,
  FoundCover,
  WantedCover,
} from './covers'
export {
  HistoryDetails,
  HistoryFile,
  UndoFailure,
  UndoPreview,
  UndoPreviewFile,
} from './history'
export {
  AskedFor,
  Candidate,
  LookupTrack,
  OpenFact,
  Proposal,
  Reason,
  ReleaseRequest,
  ReleaseTrack,
  SearchReply,
  SearchRequest,
  ServiceFailure,
  ServiceState,
  TrackRequest,
} from './lookup'
export { FoundLyrics, LyricsReply, LyricsRequest } from './lyrics'
export type { Ask, ByPlace, PageBridge, Subscribe } from './page-bridge'
export { emptyQueue, QueuedRequest, QueueState, RequestSubject, SentRequest } from './queue'
export {
  RunAlbum,
  RunList,
  RunMark,
  RunPlan,
  RunProposal,
  RunResult,
  RunState,
  ServicePace,
} from './run'
export { Counts, type FieldChangesMessage, FieldValuesSchema, GrantId, limits, Refused } from './schemas'
export { KeptKey, ServiceKey, ServiceName, ServiceSetting } from './services'
export { defaultSettings, Settings, SettingsChange } from './settings'
export { fromColumns, TrackColumns, toColumns } from './track-columns'
