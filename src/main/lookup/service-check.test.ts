import { describe, expect, it } from 'vitest'
import { HttpStatusError } from '../http'
import type { AskContext, Service } from './service'
import { createServiceCheck } from './service-check'

const facts = { method: 'GET', url: 'https://api.discogs.com/database/search' }

function checking(check: Service['check'], key?: string) {
  const states: string[] = []
  const run = createServiceCheck({
    services: { get: (name) => ({ name, check }) },
    keyOf: () => key,
    log: { warn: () => {} },
  })
  const stop = new AbortController()
  const asked = (name: 'deezer' | 'discogs') =>
    run(name, { signal: stop.signal, onState: ({ service, state }) => states.push(`${service} ${state}`) })
  return { asked, states, stop }
}

describe('testing a connection', () => {
  it('has nothing to say when the service answers', async () => {
    let context: AskContext | undefined
    const { asked, states } = checking(async (given) => {
      context = given
      given.onState({ state: 'asking' })
    })
    expect(await asked('deezer')).toBeUndefined()
    expect(context).toMatchObject({ about: 'Deezer', anew: true })
    expect(states).toEqual(['deezer asking'])
  })

  it('says what went wrong, in the words of every other failure', async () => {
    const refuses = () => Promise.reject(new HttpStatusError({ ...facts, status: 401 }))
    expect(await checking(refuses, 'wrong').asked('discogs')).toEqual({
      code: 'lookup.keyRefused',
      params: { service: 'Discogs' },
      remedy: 'open-settings',
    })
  })

  it('asks nobody for whom the key is missing', async () => {
    const never = () => Promise.reject(new Error('asked'))
    expect(await checking(never).asked('discogs')).toMatchObject({ code: 'lookup.keyMissing' })
  })

  it('ends when the person ends it', async () => {
    const { asked, stop } = checking((context) => {
      stop.abort(new Error('enough'))
      return Promise.reject(context.signal.reason)
    })
    await expect(asked('deezer')).rejects.toThrow('enough')
  })
})
