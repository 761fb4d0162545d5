import { z } from 'zod'

/** Where the window was when it was closed last. */
export const WindowPlace = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int(),
  height: z.int(),
  maximized: z.boolean(),
})
export type WindowPlace = z.infer<typeof WindowPlace>

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const firstSize = { width: 1280, height: 800 } as const
export const leastSize = { width: 800, height: 560 } as const

/** How much of a window must be on some screen, in pixels, so that it can be found and dragged. */
const grip = { width: 120, height: 40 } as const

/**
 * Bounds for a new window: where it was, if enough of that is still on a screen, never larger than that screen;
 * else the first size, wherever the system puts it.
 */
export function boundsFor(
  place: WindowPlace | undefined,
  screens: readonly Area[],
): { width: number; height: number; x?: number; y?: number } {
  const screen = place && screens.find((area) => holdsGrip(area, place))
  if (place === undefined || screen === undefined) {
    const [main] = screens
    return {
      width: Math.min(firstSize.width, main?.width ?? firstSize.width),
      height: Math.min(firstSize.height, main?.height ?? firstSize.height),
    }
  }
  return {
    x: place.x,
    y: place.y,
    width: Math.min(Math.max(place.width, leastSize.width), screen.width),
    height: Math.min(Math.max(place.height, leastSize.height), screen.height),
  }
}

/** The top edge counts: that is where a window is taken hold of. */
function holdsGrip(area: Area, place: Area): boolean {
  const across = Math.min(area.x + area.width, place.x + place.width) - Math.max(area.x, place.x)
  return across >= grip.width && place.y >= area.y && place.y <= area.y + area.height - grip.height
}
