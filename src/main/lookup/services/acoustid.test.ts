import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { acoustidKey, startAcoustidServer } from '../../../../e2e/services/acoustid'
import { json, type ServiceServer } from '../../../../e2e/services/service-server'
import { asking, connected, having } from '../testing/connected'
import { catalogueJson } from '../testing/sample-library'
import { clientInMemory } from '../testing/service-client'
import { acoustId } from './acoustid'

const group = '34c46668-c3f2-4722-856c-e509999e1f90'
/** As long as that of a long track is. */
const fingerprint = `AQAD${'x'.repeat(12_000)}`

let server: ServiceServer
let recordingId = ''
beforeAll(async () => {
  const catalogue = await catalogueJson()
  recordingId = catalogue[0]?.media?.[0]?.tracks?.[3]?.recording?.id ?? ''
  server = await startAcoustidServer(catalogue, { [fingerprint]: recordingId })
})
afterEach(() => server.reset())
afterAll(() => server.close())

const service = (key = acoustidKey, client = clientInMemory()) =>
  connected(acoustId, { baseUrl: server.url, key, client })
const identify = (sound = fingerprint, from = service()) =>
  having(from.sound).identify({ fingerprint: sound, durationMs: 10_905 }, asking())

describe('a recording by its sound', () => {
  it('is known with the releases it is on', async () => {
    const heard = await identify()
    expect(heard).toMatchObject([
      { recordingId, title: 'Drift', artist: 'Mira Solen', score: 0.97, lengthMs: 11_000 },
    ])
    expect(heard[0]?.releases.map(({ title }) => title)).toEqual(['Tideworks', 'Tideworks', 'Tideworks'])
    expect(heard[0]?.releases[0]).toMatchObject({
      groupId: group,
      artist: { display: 'Mira Solen' },
      date: '2019-09-13',
      country: 'NL',
      types: ['Album'],
      media: [{ format: 'CD', trackCount: 7, tracks: [] }],
    })
  })

  it('is asked for by a form, so that neither the key nor the sound stands in an address', async () => {
    await identify()
    const [request] = server.requests
    expect([request?.method, request?.path, String(request?.query)]).toEqual(['POST', 'lookup', ''])
    expect(Object.fromEntries(request?.form ?? [])).toEqual({
      client: acoustidKey,
      format: 'json',
      meta: 'recordings releasegroups releases tracks compress',
      duration: '11',
      fingerprint,
    })
  })

  it('is none where nothing sounds like it', async () => {
    expect(await identify('AQAA')).toEqual([])
  })

  it('is asked for once', async () => {
    const client = clientInMemory()
    await identify(fingerprint, service(acoustidKey, client))
    await identify(fingerprint, service(acoustidKey, client))
    expect(server.requests).toHaveLength(1)
  })

  it('is heard once, at its best, and without what makes no sense', async () => {
    const recording = {
      id: recordingId,
      title: 'Дрейф',
      artists: [{ name: 'A', joinphrase: ' & ' }, { name: 'B' }],
    }
    const broken = { ...recording, id: 'no id' }
    const releasegroups = [{ id: group, releases: [{ id: 'x' }, { id: group, date: { year: 2019 } }] }, 7]
    server.answerNext(
      json({
        status: 'ok',
        results: [
          { score: 0.5, recordings: [recording] },
          { score: 0.9, recordings: [broken, { ...recording, releasegroups }] },
          { score: 'high' },
        ],
      }),
    )
    expect(await identify()).toMatchObject([
      { title: 'Дрейф', artist: 'A & B', score: 0.9, releases: [{ id: group, date: '2019', media: [] }] },
    ])
  })

  it('comes after a 429, and not out of garbage', async () => {
    server.next('429', { retryAfter: 0 })
    expect(await identify()).toHaveLength(1)
    server.next('garbage')
    await expect(identify()).rejects.toMatchObject({ name: 'InvalidResponseError' })
  })

  it('says nothing of the key when it fails', async () => {
    const failure = await identify(fingerprint, service('wrong-key')).catch((error: unknown) => error)
    expect(String(failure)).toContain('POST http://127.0.0.1')
    expect(String(failure)).not.toContain('wrong-key')
  })
})

it('a key that AcoustID does not take is said to be that', async () => {
  await expect(service().check(asking())).resolves.toBeUndefined()
  await expect(service('wrong-key').check(asking())).rejects.toMatchObject({
    problem: { code: 'lookup.keyRefused', params: { service: 'AcoustID' }, remedy: 'open-settings' },
  })
})
