import { expect, it } from 'vitest'
import type { KeptKey, ServiceState } from '../../../shared/ipc'
import type { Problem } from '../../../shared/model'
import { serviceCalls, serviceJobs } from './services'

it('the page learns which services have a key, and never the key', async () => {
  let kept: KeptKey[] = []
  const calls = serviceCalls({
    keys: {
      kept: () => kept,
      set: async (service, key) => {
        kept = key === '' ? [] : [{ service, until: 'removed' }]
      },
    },
  })
  expect(await calls['services.setKey']({ service: 'discogs', key: 'secret' })).toEqual([
    { service: 'discogs', until: 'removed' },
  ])
  expect(await calls['services.keys'](undefined)).toEqual([{ service: 'discogs', until: 'removed' }])
  expect(await calls['services.setKey']({ service: 'discogs', key: '' })).toEqual([])
})

it.each([undefined, { code: 'lookup.busy', params: { service: 'Deezer' } } satisfies Problem])(
  'the page learns how a service is: %j',
  async (problem) => {
    const jobs = serviceJobs({
      checkService: async (service, { onState }) => {
        onState({ service, state: 'asking' })
        return problem
      },
    })
    const told: ServiceState[] = []
    const job = {
      signal: new AbortController().signal,
      progress: async (state: ServiceState) => void told.push(state),
    }
    const reply = await jobs['services.check']('deezer', job)
    expect(reply).toEqual(problem === undefined ? {} : { problem })
    expect(told).toEqual([{ service: 'deezer', state: 'asking' }])
  },
)
