import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type MusicBrainzServer, startMusicBrainzServer } from '../../../../e2e/musicbrainz/server'
import { RateLimiter, RetryError, setupSession } from '../../http'
import type { AskContext } from '../service'
import { coverArt } from '../testing/musicbrainz'
import { catalogueJson } from '../testing/sample-library'
import { clientInMemory } from '../testing/service-client'

const tideworks = '4ee138d9-c0a6-4174-abba-632311bcc15e'
const tideworksGroup = '34c46668-c3f2-4722-856c-e509999e1f90'
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
const found = async (
  hasFrontCover?: boolean,
  { service = 'musicbrainz', groupId = '' }: { service?: 'musicbrainz' | 'catalogue'; groupId?: string } = {},
) => {
  const release = { service, id: tideworks, groupId, hasFrontCover }
  return await archive().find({ title: 'Tideworks', artist: 'Mira Solen', release }, context)
}

describe('the Cover Art Archive', () => {
  it('has the cover of a release of MusicBrainz, without being asked for it', async () => {
    expect(await found()).toEqual([
      { id: `release/${tideworks}`, certain: true, title: 'Tideworks', artist: 'Mira Solen' },
    ])
    expect(await found(undefined, { service: 'catalogue' })).toEqual([])
    expect(await found(false)).toEqual([])
    expect(server.requests).toHaveLength(0)
  })

  it('takes an id in capitals, as a tag may have it', async () => {
    const id = tideworks.toUpperCase()
    const release = { service: 'musicbrainz', id, groupId: '', hasFrontCover: undefined } as const
    const [own] = await archive().find({ title: 'Tideworks', artist: 'Mira Solen', release }, context)
    expect(await archive().fetch(own?.id ?? '', 'small', context)).toMatchObject({ mime: 'image/jpeg' })
  })

  it('has that of another edition where the release has none, which is less certain', async () => {
    const [own, others] = await found(undefined, { groupId: tideworksGroup })
    expect([own?.certain, others?.certain]).toEqual([true, false])
    expect(await found(false, { groupId: tideworksGroup })).toEqual([others])
    expect(await archive().fetch(others?.id ?? '', 'large', context)).toMatchObject({ mime: 'image/jpeg' })
    expect(server.requests[0]?.path).toContain(`release-group/${tideworksGroup}/front-1200`)
  })

  it('is asked for nothing else than releases and their groups', async () => {
    for (const id of [tideworks, `release/${tideworks}/..`, 'release/..', `artist/${tideworks}`])
      expect(await archive().fetch(id, 'large', context)).toBeUndefined()
    expect(server.requests).toEqual([])
  })

  it('brings the bytes of a cover and their kind', async () => {
    const cover = await archive().fetch(`release/${tideworks}`, 'large', context)
    expect(cover).toMatchObject({ mime: 'image/jpeg', bytes: new Uint8Array(jpeg) })
    expect(server.requests[0]?.path).toContain(`release/${tideworks}/front-1200`)
  })

  it('takes 404 for none', async () => {
    expect(await archive().fetch(`release/${vinyl}`, 'large', context)).toBeUndefined()
  })

  it('fails when the archive does', async () => {
    server.always('500', { path: 'front-1200' })
    await expect(archive().fetch(`release/${tideworks}`, 'large', context)).rejects.toBeInstanceOf(RetryError)
  })
})
