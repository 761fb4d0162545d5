import type { FoundCover, ServiceName } from '../../../shared/ipc'
import type { Picture } from '../../../shared/model'

export const coverKey = ({ service, id }: Pick<FoundCover, 'service' | 'id'>): string => `${service} ${id}`

/** With one more; what is the same picture stands there once, the certain one of both. */
export function withCover(covers: readonly FoundCover[], cover: FoundCover): readonly FoundCover[] {
  const same = covers.find(({ look }) => look.hash === cover.look.hash)
  if (same === undefined) return [...covers, cover]
  if (same.certain || !cover.certain) return covers
  return covers.map((other) => (other === same ? cover : other))
}

/** How large a cover is, by its shorter side in pixels; 0 where nobody knows yet. `large`: once it is here. */
export const sideOf = ({ width, height }: FoundCover, large?: Picture): number =>
  large === undefined ? Math.min(width, height) : Math.min(large.width, large.height)

/** The certain ones first, then the large ones, then by how much the person trusts their service. */
export function rankedCovers(
  covers: readonly FoundCover[],
  trusted: readonly ServiceName[],
): readonly FoundCover[] {
  return [...covers].sort(
    (a, b) =>
      Number(b.certain) - Number(a.certain) ||
      sideOf(b) - sideOf(a) ||
      trusted.indexOf(a.service) - trusted.indexOf(b.service),
  )
}
