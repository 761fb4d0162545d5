/** A query that the real service would answer with 400. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
}

/** What a query asks for. `field` is '' where none is named. */
export type QueryNode =
  | { readonly kind: 'word'; readonly field: string; readonly text: string; readonly boost: number }
  | { readonly kind: 'phrase'; readonly field: string; readonly text: string; readonly boost: number }
  | { readonly kind: 'prefix'; readonly field: string; readonly text: string; readonly boost: number }
  | {
      readonly kind: 'fuzzy'
      readonly field: string
      readonly text: string
      readonly edits: number
      readonly boost: number
    }
  | { readonly kind: 'all'; readonly clauses: readonly Clause[]; readonly boost: number }

export interface Clause {
  readonly must: 'occur' | 'not occur' | 'help'
  readonly node: QueryNode
}

type Token =
  | { readonly kind: '(' | ')' | 'and' | 'or' | 'not' | '+' | '-' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'boost'; readonly factor: number }
  | { readonly kind: 'phrase'; readonly text: string }
  | {
      readonly kind: 'word'
      readonly text: string
      readonly fuzzy: number | undefined
      readonly prefix: boolean
    }

/** Lucene's classic query language, as far as a client may write it; the words between are ORed. */
export function parseQuery(query: string, isField: (name: string) => boolean): QueryNode {
  const tokens = tokensOf(query, isField)
  if (tokens.length === 0) throw new QueryError('The query is empty')
  let at = 0

  function group(field: string): QueryNode {
    const clauses: Clause[] = []
    let joint: 'and' | 'or' | undefined
    let sign: '+' | '-' | undefined
    for (; at < tokens.length; at += 1) {
      const token = tokens[at]
      if (token === undefined || token.kind === ')') break
      if (token.kind === 'and' || token.kind === 'or') {
        if (clauses.length === 0) throw new QueryError(`Nothing stands before the first joint: ${query}`)
        joint = token.kind
      } else if (token.kind === 'not') sign = '-'
      else if (token.kind === '+' || token.kind === '-') sign = token.kind
      else {
        const node = boosted(item(field))
        const last = clauses.at(-1)
        if (joint === 'and' && last?.must === 'help') clauses.splice(-1, 1, { ...last, must: 'occur' })
        const needed = sign === '+' || joint === 'and'
        clauses.push({ must: sign === '-' ? 'not occur' : needed ? 'occur' : 'help', node })
        joint = undefined
        sign = undefined
      }
    }
    return { kind: 'all', clauses, boost: 1 }
  }

  /** One clause; leaves `at` on its last token. */
  function item(field: string): QueryNode {
    const token = tokens[at]
    switch (token?.kind) {
      case 'field':
        at += 1
        return item(token.name)
      case '(': {
        at += 1
        const inner = group(field)
        if (tokens[at]?.kind !== ')') throw new QueryError(`A bracket is not closed: ${query}`)
        return inner
      }
      case 'phrase':
        return { kind: 'phrase', field, text: token.text, boost: 1 }
      case 'word':
        if (token.fuzzy !== undefined)
          return { kind: 'fuzzy', field, text: token.text, edits: token.fuzzy, boost: 1 }
        return { kind: token.prefix ? 'prefix' : 'word', field, text: token.text, boost: 1 }
      default:
        throw new QueryError(`Cannot parse: ${query}`)
    }
  }

  function boosted(node: QueryNode): QueryNode {
    const next = tokens[at + 1]
    if (next?.kind !== 'boost') return node
    at += 1
    return { ...node, boost: next.factor }
  }

  const whole = group('')
  if (at < tokens.length) throw new QueryError(`A bracket is too many: ${query}`)
  return whole
}

const bare = /(?:[^\s()"\\^~:+\-!&|*]|\\.|[+\-!&|](?=\S))(?:[^\s()"\\^~:*]|\\.)*/y
const space = /\s+/y
const quoted = /"((?:[^"\\]|\\.)*)"/y
const boost = /\^(\d+(?:\.\d+)?)/y
const fuzzy = /~(\d)?/y

function tokensOf(query: string, isField: (name: string) => boolean): Token[] {
  const tokens: Token[] = []
  let at = 0
  const read = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const match = pattern.exec(query)
    if (match === null) return undefined
    at = pattern.lastIndex
    return match
  }
  while (at < query.length) {
    if (read(space)) continue
    const character = query[at]
    const boosted = read(boost)
    if (boosted) {
      tokens.push({ kind: 'boost', factor: Number(boosted[1]) })
    } else if (character === '(' || character === ')') {
      tokens.push({ kind: character })
      at += 1
    } else if (query.startsWith('&&', at) || query.startsWith('||', at)) {
      tokens.push({ kind: character === '&' ? 'and' : 'or' })
      at += 2
    } else if (character === '+' || character === '-') {
      tokens.push({ kind: character })
      at += 1
    } else if (character === '!') {
      tokens.push({ kind: 'not' })
      at += 1
    } else if (character === '"') {
      const phrase = read(quoted)
      if (!phrase) throw new QueryError(`A quotation is not closed: ${query}`)
      tokens.push({ kind: 'phrase', text: unescaped(phrase[1] ?? '') })
      // Slop counts for nothing here.
      read(fuzzy)
    } else readWord()
  }
  return tokens

  function readWord(): void {
    const match = read(bare)
    if (!match) {
      at += 1
      return
    }
    const text = match[0]
    if (query[at] === ':' && isField(text.toLowerCase())) {
      at += 1
      tokens.push({ kind: 'field', name: text.toLowerCase() })
    } else if (text === 'AND' || text === 'OR' || text === 'NOT') {
      tokens.push({ kind: text === 'AND' ? 'and' : text === 'OR' ? 'or' : 'not' })
    } else {
      const prefix = query[at] === '*'
      if (prefix) at += 1
      const near = read(fuzzy)
      tokens.push({
        kind: 'word',
        text: unescaped(text),
        prefix,
        fuzzy: near ? Number(near[1] ?? 2) : undefined,
      })
    }
  }
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1')
