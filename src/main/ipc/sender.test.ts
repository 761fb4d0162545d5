import { describe, expect, it } from 'vitest'
import { isTrusted } from './sender'

const mainFrame = { origin: 'app://tagwright' }
const contents = { mainFrame }
const window = { contents, origin: 'app://tagwright' }

describe('a sender', () => {
  it('is trusted when it is the main frame of our window and our page is in it', () => {
    expect(isTrusted({ sender: contents, senderFrame: mainFrame }, window)).toBe(true)
  })

  it('is refused when its frame is gone', () => {
    expect(isTrusted({ sender: contents, senderFrame: null }, window)).toBe(false)
  })

  it('is refused when it is a frame inside our page, of whatever origin', () => {
    const inner = { origin: 'app://tagwright' }
    expect(isTrusted({ sender: contents, senderFrame: inner }, window)).toBe(false)
  })

  it('is refused when it is another window', () => {
    const other = { mainFrame: { origin: 'app://tagwright' } }
    expect(isTrusted({ sender: other, senderFrame: other.mainFrame }, window)).toBe(false)
    expect(isTrusted({ sender: other, senderFrame: mainFrame }, window)).toBe(false)
  })

  it('is refused when a foreign page is in our window', () => {
    for (const origin of [
      'null',
      '',
      'file://',
      'https://tagwright',
      'app://tagwright.evil',
      'app://elsewhere',
    ]) {
      const frame = { origin }
      expect(
        isTrusted(
          { sender: contents, senderFrame: frame },
          { contents: { mainFrame: frame }, origin: window.origin },
        ),
        origin,
      ).toBe(false)
    }
  })

  it('is refused while there is no window', () => {
    expect(isTrusted({ sender: contents, senderFrame: mainFrame }, undefined)).toBe(false)
  })
})
