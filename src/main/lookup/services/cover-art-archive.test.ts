import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type MusicBrainzServer, startMusicBrainzServer } from '../../../../e2e/musicbrainz/server'
import { RateLimiter, RetryError, setupSession } from '../../http'
import type { AskContext } from '../service'
import { coverArt } from '../testing/musicbrainz'
import { catalogueJson } from '../testing/sample-library'
import { clientInMemory } from '../testing/service-client'

const tideworks = '4ee138d9-c0a6-4174-abba-632311bcc15e'
const vinyl = '5ea0deb7-7372-4a4b-8b9e-d1f0d8f2a914'
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0])

let server: MusicBrainzServer
beforeAll(async () => {
  server = await startMusicBrainzServer({
    catalogue: await catalogueJson(),
    coverOf: (id) => (id === tideworks ? jpeg : undefined),
  })
})
afterEach(() => server.reset())
afterAll(() => server.close())

const context: AskContext = {
  signal: new AbortController().signal,
  about: 'Tideworks',
  onState: () => {},
  onStale: () => {},
}
const archive = () =>
  coverArt({
    client: clientInMemory(),
    session: setupSession({ fetch, userAgent: 'Tagwright/0 ( tests )', backoffFactor: 0 }),
    limiter: new RateLimiter(100, 10),
    baseUrl: server.coverArtUrl,
  })
const found = async (hasFrontCover?: boolean, service: 'musicbrainz' | 'catalogue' = 'musicbrainz') => {
  const release = { service, id: tideworks, groupId: '', hasFrontCover }
  return await archive().find({ title: 'Tideworks', artist: 'Mira Solen', release }, context)
}

describe('the Cover Art Archive', () => {
  it('has the cover of a release of MusicBrainz, without being asked for it', async () => {
    expect(await found()).toEqual([
      { id: tideworks, certain: true, title: 'Tideworks', artist: 'Mira Solen' },
    ])
    expect(await found(undefined, 'catalogue')).toEqual([])
    expect(await found(false)).toEqual([])
    expect(server.requests).toHaveLength(0)
  })

  it('brings the bytes of a cover and their kind', async () => {
    const cover = await archive().fetch(tideworks, 'large', context)
    expect(cover).toMatchObject({ mime: 'image/jpeg', bytes: new Uint8Array(jpeg) })
    expect(server.requests[0]?.path).toContain(`release/${tideworks}/front-500`)
  })

  it('takes 404 for none', async () => {
    expect(await archive().fetch(vinyl, 'large', context)).toBeUndefined()
  })

  it('fails when the archive does', async () => {
    server.always('500', { path: 'front-500' })
    await expect(archive().fetch(tideworks, 'large', context)).rejects.toBeInstanceOf(RetryError)
  })
})
