import { useState } from 'react'
import type { Picture, Track } from '../../../shared/model'
import { classes } from './classes'
import { NoteIcon } from './icons'

/** Enough to tell a new cover from the old one, also when the file keeps its modification time. */
const versionDigits = 12

/**
 * The address of a picture: out of the track's file where it is one of those on disk, else out of main's store.
 * `size` is that of the longer side in real pixels.
 */
export function coverUrl(picture: Picture, size: number, track?: Track): string {
  const index = track?.pictures.findIndex(({ hash }) => hash === picture.hash) ?? -1
  return track !== undefined && index >= 0
    ? `cover://track/${track.id}/${index}?size=${size}&v=${picture.hash.slice(0, versionDigits)}`
    : `cover://picture/${picture.hash}?size=${size}`
}

export interface CoverImageProps {
  readonly picture: Picture | undefined
  /** The track that the picture lies in, where it does. */
  readonly track?: Track | undefined
  /** CSS pixels of the square it fills. */
  readonly size: number
  readonly alt: string
  readonly className?: string
}

/** A square cover. A note where there is none, or where it cannot be shown. */
export function CoverImage({ picture, track, size, alt, className }: CoverImageProps) {
  const [broken, setBroken] = useState<string>()
  const url = picture && coverUrl(picture, Math.min(1024, size * 2), track)
  const box = { inlineSize: size, blockSize: size }
  if (url === undefined || url === broken) {
    return (
      <span className={classes('cover', 'cover-none', className)} style={box}>
        <NoteIcon />
        {alt !== '' && <span className="visually-hidden">{alt}</span>}
      </span>
    )
  }
  return (
    <img
      className={classes('cover', className)}
      style={box}
      src={url}
      alt={alt}
      draggable={false}
      decoding="async"
      onError={() => setBroken(url)}
    />
  )
}
