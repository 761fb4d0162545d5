import { describe, expect, it } from 'vitest'
import { boundsFor } from './window-bounds'

const screen = { x: 0, y: 25, width: 1920, height: 1055 }
const second = { x: 1920, y: 0, width: 1280, height: 1024 }
const place = { x: 100, y: 80, width: 1400, height: 900, maximized: false }

describe('a new window', () => {
  it('is 1280 by 800 at first, and fits on a smaller screen', () => {
    expect(boundsFor(undefined, [screen])).toEqual({ width: 1280, height: 800 })
    expect(boundsFor(undefined, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({
      width: 1024,
      height: 700,
    })
    expect(boundsFor(undefined, [])).toEqual({ width: 1280, height: 800 })
  })

  it('is where the last one was, on whichever screen', () => {
    expect(boundsFor(place, [screen])).toEqual({ x: 100, y: 80, width: 1400, height: 900 })
    expect(boundsFor({ ...place, x: 2000 }, [screen, second])).toMatchObject({ x: 2000, width: 1280 })
  })

  it('comes back when its screen is gone, or when it could not be taken hold of', () => {
    expect(boundsFor({ ...place, x: 2000 }, [screen])).toEqual({ width: 1280, height: 800 })
    for (const lost of [{ x: 1900 }, { x: -1390 }, { y: 0 }, { y: 1070 }, { x: 9e15 }])
      expect(boundsFor({ ...place, ...lost }, [screen]), JSON.stringify(lost)).toEqual({
        width: 1280,
        height: 800,
      })
  })

  it('is never smaller than what it needs', () => {
    expect(boundsFor({ ...place, width: 10, height: -5 }, [screen])).toMatchObject({
      width: 1280,
      height: 800,
    })
    expect(boundsFor({ ...place, width: 300, height: 200 }, [screen])).toMatchObject({
      width: 800,
      height: 560,
    })
  })
})
