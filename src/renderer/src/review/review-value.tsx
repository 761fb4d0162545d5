import type { Change, FieldValue, Picture, RemovedKinds, Track } from '../../../shared/model'
import { coverOf } from '../../../shared/model'
import type { ChangedField } from '../editor'
import { CoverImage, formatSize, useLanguage, useTranslate } from '../ui'
import { markChanges, type Piece } from './word-difference'

const shownLength = 1000
const joined = (value: FieldValue): string => value.join('; ').slice(0, shownLength)

/** Old above new, or old before new on one line; the changed words are marked. */
export function ReviewChange({
  field,
  change,
  track,
}: {
  field: ChangedField
  change: Change<FieldValue> | Change<readonly Picture[]>
  /** Where the old pictures lie. */
  track: Track | undefined
}) {
  if (field === 'pictures')
    return <PictureChange change={change as Change<readonly Picture[]>} track={track} />
  if (field === 'removedKinds') return <KindsChange change={change as Change<RemovedKinds>} />
  return <TextChange change={change as Change<FieldValue>} />
}

/** Tags that go are struck through; an undo has them come back. */
function KindsChange({ change: { from, to } }: { change: Change<RemovedKinds> }) {
  const translate = useTranslate()
  const gone = to.filter((kind) => !from.includes(kind)).join(', ')
  const back = from.filter((kind) => !to.includes(kind)).join(', ')
  const removed = translate('review.kindsRemoved')
  return (
    <>
      <bdi className={gone === '' ? 'review-old review-empty' : 'review-old'}>
        {gone === '' ? removed : <del>{gone}</del>}
      </bdi>
      <bdi className={back === '' ? 'review-new review-empty' : 'review-new'}>
        {back === '' ? removed : <ins>{back}</ins>}
      </bdi>
    </>
  )
}

function TextChange({ change }: { change: Change<FieldValue> }) {
  const from = joined(change.from)
  const to = joined(change.to)
  return (
    <>
      <Words className="review-old" text={from} pieces={markChanges(from, to)} />
      <Words className="review-new" text={to} pieces={markChanges(to, from)} />
    </>
  )
}

/** One version of a text; words that `from` does not have are marked. */
export function ReviewText({ value, from }: { value: FieldValue; from: FieldValue }) {
  const text = joined(value)
  return <Words className="review-new" text={text} pieces={markChanges(text, joined(from))} />
}

/** Cut off where there is no room; the whole text is a hover away. */
function Words({ className, text, pieces }: { className: string; text: string; pieces: readonly Piece[] }) {
  const translate = useTranslate()
  if (pieces.length === 0)
    return <bdi className={`${className} review-empty`}>{translate('review.empty')}</bdi>
  const Mark = className === 'review-old' ? 'del' : 'ins'
  return (
    <bdi className={className} title={text}>
      {placed(pieces).map(({ piece, at }) =>
        piece.changed ? <Mark key={at}>{piece.text}</Mark> : <span key={at}>{piece.text}</span>,
      )}
    </bdi>
  )
}

/** Pieces with the position they begin at, which tells them apart. */
function placed(pieces: readonly Piece[]): { piece: Piece; at: number }[] {
  let at = 0
  return pieces.map((piece) => {
    const start = at
    at += piece.text.length
    return { piece, at: start }
  })
}

function PictureChange({ change, track }: { change: Change<readonly Picture[]>; track: Track | undefined }) {
  return (
    <span className="review-pictures">
      <ReviewPictures pictures={change.from} track={track} />
      <span aria-hidden="true">→</span>
      <ReviewPictures pictures={change.to} track={track} />
    </span>
  )
}

/** The cover among pictures. */
export function ReviewPictures({
  pictures,
  track,
}: {
  pictures: readonly Picture[]
  track: Track | undefined
}) {
  const translate = useTranslate()
  const language = useLanguage()
  const cover = coverOf(pictures)
  if (cover === undefined) return <span className="review-empty">{translate('review.noPicture')}</span>
  const facts = `${cover.width}×${cover.height} · ${formatSize(cover.sizeBytes, language)}`
  return (
    <span className="review-picture" title={facts}>
      <CoverImage picture={cover} track={track} size={34} alt={facts} />
    </span>
  )
}
