import { beforeEach, expect, it } from 'vitest'
import { jobs, retryJob } from './jobs'
import { type SearchOutcome, searchEach } from './search-each'

interface Found {
  readonly kind: 'found'
  readonly what: string
}
type Outcome = SearchOutcome<Found>

const busy = { code: 'lookup.busy', params: { service: 'Deezer' } } as const
const found = (what: string): Outcome => ({ kind: 'found', what })

/** Searches for these; answers what was searched for again, and the last state of each. */
async function searched(
  items: readonly string[],
  search: (item: string, controller: AbortController) => Outcome,
) {
  const controller = new AbortController()
  const states = new Map<string, string>()
  const again: (readonly string[])[] = []
  await searchEach<string, Found>(items, {
    label: 'Finding',
    signal: controller.signal,
    search: async (item) => search(item, controller),
    onState: (item, { kind }) => states.set(item, kind),
    text: (count) => `${count} found`,
    again: (failed) => again.push(failed),
  })
  return { states, again, job: jobs.getState().jobs[0] }
}

beforeEach(() => jobs.setState({ jobs: [] }))

it('says what came of each, and of all in one job', async () => {
  const { states, job } = await searched(['a', 'b'], (item) =>
    item === 'a' ? found(item) : { kind: 'none' },
  )
  expect([...states]).toEqual([
    ['a', 'found'],
    ['b', 'none'],
  ])
  expect(job).toMatchObject({ done: 2, total: 2, state: { kind: 'done', result: { text: '1 found' } } })
})

it('lets one fail without the others, and offers to search for that one again', async () => {
  const { states, again, job } = await searched(['a', 'b', 'c'], (item) =>
    item === 'b' ? { kind: 'failed', problem: busy } : found(item),
  )
  expect([...states.values()]).toEqual(['found', 'failed', 'found'])
  expect(job?.state).toMatchObject({ result: { failures: [{ problem: busy }] } })
  retryJob(job?.id ?? 0)
  expect(again).toEqual([['b']])
})

it('leaves what it did not come to waiting when it is ended', async () => {
  const items = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
  const { states, job } = await searched(items, (item, controller) => {
    if (item === 'e') controller.abort()
    return found(item)
  })
  expect([...states.values()]).not.toContain('searching')
  expect(states.get('e')).toBe('waiting')
  expect(states.has('i')).toBe(false)
  expect(job?.state.kind).toBe('cancelled')
})
