import { HttpStatusError } from '../../http'
import { similarity } from '../matching/similarity'
import type { AskContext, CoverBytes, CoverQuery } from '../service'
import type { Asker, AskOptions } from './asker'

export const pictureMedia = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']

/** A cover is a bonus: nobody waits long for it. */
export const pictureManners: AskOptions = {
  kind: 'cover',
  // The cover of a release hardly ever changes.
  lifetimeMs: 30 * 86_400_000,
  timeout: 20_000,
  maxRetries: 1,
  maxBytes: 25_000_000,
}

/** The picture at this address, undefined where there is none. `hosts`: where it may be redirected to. */
export async function fetchPicture(
  ask: Asker,
  url: URL,
  context: AskContext,
  hosts: readonly string[],
): Promise<CoverBytes | undefined> {
  try {
    // An old picture is as good as a new one.
    const { bytes, type } = await ask.bytes(
      url,
      pictureMedia,
      { ...context, anew: false },
      { ...pictureManners, hosts },
    )
    return { bytes, mime: type }
  } catch (error) {
    // No cover is the usual case, not a failure.
    if (isNoPicture(error)) return undefined
    throw error
  }
}

/** 400 is for what is no id at all; stores of pictures say 403 to what they do not have. */
export const isNoPicture = (error: unknown): boolean =>
  error instanceof HttpStatusError && [400, 403, 404].includes(error.status)

/** From here on two names are likely to be one name, written twice. */
const alike = 0.6

/** Whether something found by name may be the album whose cover is wanted. */
export const hasLikeName = (query: CoverQuery, title: string, artist: string): boolean =>
  similarity(query.title, title) >= alike &&
  (query.artist === '' || similarity(query.artist, artist) >= alike)
