import { describe, expect, it } from 'vitest'
import { OperationId, SavedFileId } from '../../../shared/model'
import { allTicked, isTicked, noneTicked, tickedPart, undoRequest, withTick } from './ticks'

const [one, two] = [SavedFileId.parse(1), SavedFileId.parse(2)]
const operation = OperationId.parse('0'.repeat(32))

describe('the ticks of an operation', () => {
  it('take all files along but those that are unticked', () => {
    const ticks = withTick(allTicked, one, false)
    expect([isTicked(ticks, one), isTicked(ticks, two)]).toEqual([false, true])
    expect(undoRequest(ticks, operation)).toEqual({ operation, except: [1] })
    expect(undoRequest(withTick(ticks, one, true), operation)).toEqual({ operation })
  })

  it('take one of very many along without naming the others', () => {
    const ticks = withTick(noneTicked, two, true)
    expect([isTicked(ticks, one), isTicked(ticks, two)]).toEqual([false, true])
    expect(undoRequest(ticks, operation)).toEqual({ operation, files: [2] })
    expect(tickedPart(withTick(ticks, two, false), 100_000)).toBe('none')
  })

  it('say how much of the operation they are', () => {
    expect(tickedPart(allTicked, 2)).toBe('all')
    expect(tickedPart(withTick(allTicked, one, false), 2)).toBe('some')
    expect(tickedPart(withTick(withTick(allTicked, one, false), two, false), 2)).toBe('none')
    expect(tickedPart(noneTicked, 2)).toBe('none')
    expect(tickedPart(withTick(noneTicked, one, true), 2)).toBe('some')
    expect(tickedPart(withTick(withTick(noneTicked, one, true), two, true), 2)).toBe('all')
  })
})
