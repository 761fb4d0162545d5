import { describe, expect, it } from 'vitest'
import { createCloseGuard } from './close-guard'
import { createCrashCount } from './crash-count'

describe('a wish to close the window', () => {
  it('is granted when nothing is unsaved', () => {
    expect(createCloseGuard().decide()).toBe('close')
  })

  it('makes the page ask when something is', () => {
    const guard = createCloseGuard()
    guard.setUnsaved(2)
    expect(guard.decide()).toBe('ask-page')
    guard.setUnsaved(0)
    expect(guard.decide()).toBe('close')
  })

  it('is granted once the person has decided', () => {
    const guard = createCloseGuard()
    guard.setUnsaved(2)
    guard.allow()
    expect(guard.decide()).toBe('close')
  })

  it('makes main ask while the page hangs', () => {
    const guard = createCloseGuard()
    guard.setUnsaved(2)
    guard.setResponsive(false)
    expect(guard.decide()).toBe('ask-here')
    guard.setResponsive(true)
    expect(guard.decide()).toBe('ask-page')
  })

  it('is granted when the page is gone, and its edits with it', () => {
    const guard = createCloseGuard()
    guard.setUnsaved(2)
    guard.setResponsive(false)
    guard.pageGone()
    expect(guard.decide()).toBe('close')
  })
})

describe('a page that fails', () => {
  it('is opened again, but not for the third time within a minute', () => {
    const crashes = createCrashCount()
    expect([0, 10_000, 20_000].map((now) => crashes.again(now))).toEqual([true, true, false])
  })

  it('is always opened again when it fails now and then', () => {
    const crashes = createCrashCount()
    expect([0, 40_000, 90_000, 140_000].every((now) => crashes.again(now))).toBe(true)
  })

  it('begins anew when the person wants it', () => {
    const crashes = createCrashCount()
    for (const now of [0, 1, 2]) crashes.again(now)
    crashes.forget()
    expect(crashes.again(3)).toBe(true)
  })
})
