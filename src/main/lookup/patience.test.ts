import { describe, expect, it } from 'vitest'
import { createPatience } from './patience'

const both = ['catalogue', 'musicbrainz'] as const

describe('a search while there is no network', () => {
  it('waits for a service that is alone', () => {
    const patience = createPatience(['musicbrainz'])
    const signal = patience.signalFor('musicbrainz')
    patience.saw('musicbrainz', 'offline')
    expect(signal.aborted).toBe(false)
  })

  it('waits when the others have found nothing', () => {
    const patience = createPatience(both)
    const signal = patience.signalFor('musicbrainz')
    patience.saw('musicbrainz', 'offline')
    patience.ended('catalogue', false)
    expect(signal.aborted).toBe(false)
  })

  it.each([
    ['offline', 'offline'],
    ['signIn', 'sign-in'],
  ] as const)('does not hold up what another one has found (%s)', (state, trouble) => {
    const patience = createPatience(both)
    const signal = patience.signalFor('musicbrainz')
    patience.ended('catalogue', true)
    patience.saw('musicbrainz', 'waiting')
    patience.saw('musicbrainz', 'asking')
    expect(signal.aborted).toBe(false)
    patience.saw('musicbrainz', state)
    expect(signal.reason).toMatchObject({ name: 'OfflineError', trouble })
  })

  it('lets a service finish that the network came back for', () => {
    const patience = createPatience(both)
    const signal = patience.signalFor('musicbrainz')
    patience.saw('musicbrainz', 'offline')
    patience.saw('musicbrainz', 'asking')
    patience.ended('catalogue', true)
    expect(signal.aborted).toBe(false)
    patience.ended('musicbrainz', true)
    expect(patience.signalFor('musicbrainz').aborted).toBe(false)
  })
})
