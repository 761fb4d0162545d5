import type { AudioProperties, ByteRange } from '../../../shared/model'
import type { FileAccess } from '../file-access'
import { storedInMatroskaTags } from '../tags/matroska-tags'
import type { ElementHeader } from './ebml'
import type { Layout } from './layout'
import { storedPicture } from './matroska-attachments'
import { inventory } from './matroska-inventory'
import { type Opened, obstacle, open, picturesIn, viewsOf } from './matroska-open'
import { plan } from './matroska-plan'
import { audioTrackOf, lastTimestamp, propertiesOf } from './matroska-properties'
import { matroskaId, walkSegment } from './matroska-segment'

/**
 * Matroska and WebM (RFC 9559). Tags, the Segment's title and pictures among the Attachments are read and
 * written; everything else stays. The Segment's title is the track's where no Tag says otherwise, and is kept in
 * step with it.
 */
export function openMatroska(access: FileAccess, start: number): Layout {
  const opened = open(access, start)
  const { segment, tags } = opened
  const pictures = picturesIn(opened)
  const views = viewsOf(opened, pictures)
  let walked: readonly ElementHeader[] | undefined
  const elements = (): readonly ElementHeader[] => {
    walked ??= walkSegment(access, segment) ?? []
    return walked
  }
  return new MatroskaLayout(opened, elements, {
    container: segment.docType === 'webm' ? 'WebM' : 'Matroska',
    tags: views,
    notWritable: obstacle(opened),
    plan: (patch) => plan(opened, elements(), views, patch),
    inventory: (except) => inventory(opened, elements(), tags, except),
  })
}

/** A layout that walks through the Segment only when somebody asks where the sound is. */
class MatroskaLayout implements Layout {
  readonly format = 'mka'
  readonly container: string
  readonly tags: Layout['tags']
  readonly notWritable: Layout['notWritable']
  readonly plan: Layout['plan']
  readonly inventory: Layout['inventory']
  readonly storedValue = storedInMatroskaTags
  readonly storedPicture = storedPicture
  readonly #opened: Opened
  readonly #elements: () => readonly ElementHeader[]
  #properties: AudioProperties | undefined

  constructor(
    opened: Opened,
    elements: () => readonly ElementHeader[],
    parts: Pick<Layout, 'container' | 'tags' | 'notWritable' | 'plan' | 'inventory'>,
  ) {
    this.#opened = opened
    this.#elements = elements
    this.container = parts.container
    this.tags = parts.tags
    this.notWritable = parts.notWritable
    this.plan = parts.plan
    this.inventory = parts.inventory
  }

  get audio(): readonly ByteRange[] {
    return soundOf(this.#elements())
  }

  get properties(): AudioProperties {
    const opened = this.#opened
    this.#properties ??= propertiesOf(
      opened.info,
      audioTrackOf(opened.tracks),
      durationOf(opened),
      soundBytesOf(opened),
    )
    return this.#properties
  }
}

/** Info says how long it is; a stream that was not closed tells by its last Cluster. */
function durationOf({ access, segment, info }: Opened): number {
  const cluster = segment.elements.find(({ id }) => id === matroskaId.cluster)
  const ticks =
    info.duration > 0 || cluster === undefined
      ? info.duration
      : lastTimestamp(access, cluster.at, segment.end)
  const duration = (ticks * info.timestampScale) / 1_000_000
  return Number.isFinite(duration) ? duration : 0
}

/** What is left of the Segment from the first Cluster on; 0 where a video is in it too. */
function soundBytesOf({ segment, tracks }: Opened): number {
  const first = segment.elements.find(({ id }) => id === matroskaId.cluster)
  if (first === undefined || tracks.length !== 1) return 0
  return segment.elements
    .filter(({ id, at }) => at > first.at && id !== matroskaId.cluster)
    .reduce((sum, { at, end }) => sum - (Math.min(end, segment.end) - at), segment.end - first.at)
}

/** Clusters, those side by side as one range. */
function soundOf(elements: readonly ElementHeader[]): readonly ByteRange[] {
  const ranges: { start: number; end: number }[] = []
  for (const { at, end } of elements.filter(({ id }) => id === matroskaId.cluster)) {
    const last = ranges[ranges.length - 1]
    if (last?.end === at) last.end = end
    else ranges.push({ start: at, end })
  }
  return ranges
}
