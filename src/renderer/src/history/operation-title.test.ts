import { describe, expect, it } from 'vitest'
import { createTranslate } from '../../../shared/i18n'
import { OperationId, type OperationKind, type OperationSummary } from '../../../shared/model'
import { operationFacts, operationTitle } from './operation-title'

const translate = createTranslate('en')
const id = (number: number) => OperationId.parse(String(number).padStart(32, '0'))

function operation(number: number, kind: OperationKind, undoes?: number): OperationSummary {
  return {
    id: id(number),
    number,
    timeMs: 0,
    kind,
    label: 'Change Album',
    planned: 3,
    done: 3,
    failed: 0,
    unfinished: 0,
    undone: 0,
    ...(undoes !== undefined && { undoes: id(undoes) }),
  }
}

describe('an operation', () => {
  it('is called as it was, an undo so, and the undo of an undo a redo', () => {
    const operations = [
      operation(1, 'edit'),
      operation(2, 'undo', 1),
      operation(3, 'undo', 2),
      operation(4, 'undo', 3),
      operation(5, 'undo', 99),
    ]
    const known = new Map(operations.map((each) => [each.id, each]))
    expect(operations.map((each) => operationTitle(translate, each, known))).toEqual([
      'Change Album',
      'Undo: Change Album',
      'Redo: Change Album',
      'Undo: Change Album',
      'Undo: Change Album',
    ])
  })

  it('says in one line what became of its files', () => {
    const facts = (more: Partial<OperationSummary>) =>
      operationFacts(translate, { ...operation(1, 'edit'), ...more })
    expect(facts({})).toBe('3 files')
    expect(facts({ done: 1, failed: 1, unfinished: 1 })).toBe('1 file · 1 not saved · 1 unclear')
    expect(facts({ undone: 2 })).toBe('3 files · 2 undone')
    expect(facts({ undone: 3 })).toBe('3 files · undone')
  })
})
