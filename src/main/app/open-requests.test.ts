import { describe, expect, it } from 'vitest'
import type { Grant, GrantId, OpenRequest } from '../../shared/ipc'
import { createOpenRequests } from './open-requests'

const grantOf = (path: string): Grant => ({ id: path as GrantId, name: path })

function requests() {
  const told: OpenRequest[] = []
  return {
    told,
    ...createOpenRequests({ grant: (paths) => paths.map(grantOf), tell: (request) => told.push(request) }),
  }
}

describe('what is asked to be opened from outside', () => {
  it('waits for the page and is taken once', () => {
    const { ask, take, told } = requests()
    ask(['/a'])
    ask(['/b'])
    expect(told).toEqual([])
    expect(take()).toEqual({ grants: [grantOf('/a'), grantOf('/b')], mode: 'add' })
    expect(take()).toBeUndefined()
  })

  it('is told to a page that is there', () => {
    const { ask, take, told } = requests()
    take()
    ask(['/a'])
    expect(told).toEqual([{ grants: [grantOf('/a')], mode: 'add' }])
    ask([])
    expect(told).toHaveLength(1)
  })

  it('waits again when the page is gone', () => {
    const { ask, take, wait, told } = requests()
    take()
    wait()
    ask(['/a'])
    expect(told).toEqual([])
    expect(take()?.grants).toEqual([grantOf('/a')])
  })

  it('is handed to the next page together with what the last one had open', () => {
    const { ask, take, wait, again } = requests()
    take()
    wait()
    ask(['/b'])
    again([grantOf('/a'), grantOf('/b')])
    expect(take()?.grants).toEqual([grantOf('/a'), grantOf('/b')])
  })
})
