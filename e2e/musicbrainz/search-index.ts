import { analyse, analyseKey } from './analysis'
import { type Clause, parseQuery, type QueryNode } from './query'

/** What is known of one document: texts are searched by words, keys as a whole. A field may have several values. */
export interface Document {
  readonly texts: Readonly<Record<string, readonly string[]>>
  readonly keys: Readonly<Record<string, readonly string[]>>
}

export interface Found {
  /** Number of the document. */
  readonly document: number
  /** 1 to 100: the best of the query is 100. */
  readonly score: number
}

export interface SearchIndex {
  /** The best, at most so many, best first; and how many there are. @throws QueryError */
  search(query: string, most: number): { readonly count: number; readonly found: readonly Found[] }
}

export interface IndexOptions {
  readonly texts: readonly string[]
  readonly keys: readonly string[]
  /** Where a word without a field is looked for: the better of them counts. */
  readonly otherwise: readonly string[]
  /** Decides between equals. */
  readonly idOf: (document: number) => string
}

/** Documents, each once, and what each scores: above 0. Plain arrays, since a search touches thousands. */
interface Scores {
  readonly documents: readonly number[]
  readonly scores: readonly number[]
}

const nothing: Scores = { documents: [], scores: [] }
const all = (documents: readonly number[], score: number): Scores => ({
  documents,
  scores: documents.map(() => score),
})

const k1 = 1.2
const b = 0.75

/** A text field: which words stand in which documents, and how often. */
class TextField {
  readonly #postings = new Map<string, { readonly documents: number[]; readonly counts: number[] }>()
  readonly #words: string[][][] = []
  readonly #lengths: number[] = []
  #total = 0
  #byLength: Map<number, { readonly term: string; readonly letters: number }[]> | undefined

  add(document: number, values: readonly string[]): void {
    const words = values.map(analyse)
    this.#words[document] = words
    const counts = new Map<string, number>()
    for (const word of words.flat()) counts.set(word, (counts.get(word) ?? 0) + 1)
    const length = words.reduce((sum, { length: own }) => sum + own, 0)
    this.#lengths[document] = length
    this.#total += length
    for (const [word, count] of counts) {
      const posting = this.#postings.get(word) ?? { documents: [], counts: [] }
      posting.documents.push(document)
      posting.counts.push(count)
      this.#postings.set(word, posting)
    }
  }

  term(word: string, boost: number): Scores {
    const posting = this.#postings.get(word)
    if (posting === undefined) return nothing
    const { documents, counts } = posting
    const average = this.#total / this.#lengths.length
    const weight = boost * inverseFrequency(this.#lengths.length, documents.length)
    const scores = documents.map((document, n) => {
      const count = counts[n] ?? 0
      const norm = k1 * (1 - b + (b * (this.#lengths[document] ?? 0)) / average)
      return (weight * count * (k1 + 1)) / (count + norm)
    })
    return { documents, scores }
  }

  /** Words that the analysis takes apart: the sum of its parts, for more where they stand together. */
  word(text: string, boost: number): Scores {
    const words = analyse(text)
    const { documents, scores } = added(words.map((word) => this.term(word, boost)))
    if (words.length < 2) return { documents, scores }
    return {
      documents,
      scores: scores.map((score, n) => (this.#together(documents[n] ?? 0, words) ? 2 * score : score)),
    }
  }

  phrase(text: string, boost: number): Scores {
    const words = analyse(text)
    const scores = added(words.map((word) => this.term(word, boost)))
    return words.length < 2 ? scores : filtered(scores, (document) => this.#together(document, words))
  }

  prefix(text: string, boost: number): Scores {
    const start = analyse(text).join('')
    const starting = [...this.#postings].filter(([term]) => term.startsWith(start))
    return best(starting.map(([, { documents }]) => all(documents, boost)))
  }

  fuzzy(text: string, edits: number, boost: number): Scores {
    const [word, ...more] = analyse(text)
    if (word === undefined || more.length > 0) return this.word(text, boost)
    const length = [...word].length
    return best(
      this.#near(word, Math.min(edits, 2)).map(({ term, distance }) =>
        this.term(term, boost * (1 - distance / Math.max(2, length))),
      ),
    )
  }

  #near(word: string, edits: number): { readonly term: string; readonly distance: number }[] {
    this.#byLength ??= this.#termsByLength()
    const letters = letterSet(word)
    const near: { term: string; distance: number }[] = []
    const own = [...word].length
    for (let length = own - edits; length <= own + edits; length += 1) {
      for (const known of this.#byLength.get(length) ?? []) {
        // Each edit changes two letters of the set at most.
        if (bitCount(known.letters ^ letters) > 2 * edits) continue
        const distance = editsBetween(word, known.term, edits)
        if (distance <= edits) near.push({ term: known.term, distance })
      }
    }
    return near
      .sort((one, other) => one.distance - other.distance || compare(one.term, other.term))
      .slice(0, 50)
  }

  #termsByLength() {
    const byLength = new Map<number, { term: string; letters: number }[]>()
    for (const term of this.#postings.keys()) {
      const length = [...term].length
      const list = byLength.get(length) ?? []
      byLength.set(length, list)
      list.push({ term, letters: letterSet(term) })
    }
    return byLength
  }

  #together(document: number, words: readonly string[]): boolean {
    return (this.#words[document] ?? []).some((value) =>
      value.some((_, start) => words.every((word, n) => value[start + n] === word)),
    )
  }
}

class KeyField {
  readonly #postings = new Map<string, number[]>()
  #size = 0

  add(document: number, values: readonly string[]): void {
    this.#size += 1
    for (const value of new Set(values.map(analyseKey))) {
      if (value === '') continue
      const posting = this.#postings.get(value) ?? []
      posting.push(document)
      this.#postings.set(value, posting)
    }
  }

  term(value: string, boost: number): Scores {
    const documents = this.#postings.get(analyseKey(value)) ?? []
    return all(documents, boost * inverseFrequency(this.#size, documents.length))
  }

  prefix(value: string, boost: number): Scores {
    const starting = [...this.#postings].filter(([key]) => key.startsWith(analyseKey(value)))
    return best(starting.map(([, documents]) => all(documents, boost)))
  }
}

/** BM25 over texts, idf over keys; the rules that a client is measured by. */
export function createSearchIndex(documents: Iterable<Document>, options: IndexOptions): SearchIndex {
  const texts = new Map(options.texts.map((name) => [name, new TextField()]))
  const keys = new Map(options.keys.map((name) => [name, new KeyField()]))
  let next = 0
  for (const document of documents) {
    for (const [name, field] of texts) field.add(next, document.texts[name] ?? [])
    for (const [name, field] of keys) field.add(next, document.keys[name] ?? [])
    next += 1
  }

  function scoresOf(node: QueryNode, boost: number): Scores {
    const whole = boost * node.boost
    if (node.kind === 'all') return combined(node.clauses, whole)
    if (node.field === '') {
      return best(options.otherwise.map((field) => scoresOf({ ...node, field }, boost)))
    }
    const text = texts.get(node.field)
    const key = keys.get(node.field)
    switch (node.kind) {
      case 'word':
        return text?.word(node.text, whole) ?? key?.term(node.text, whole) ?? nothing
      case 'phrase':
        return text?.phrase(node.text, whole) ?? key?.term(node.text, whole) ?? nothing
      case 'prefix':
        return text?.prefix(node.text, whole) ?? key?.prefix(node.text, whole) ?? nothing
      case 'fuzzy':
        return text?.fuzzy(node.text, node.edits, whole) ?? key?.term(node.text, whole) ?? nothing
    }
  }

  function combined(clauses: readonly Clause[], boost: number): Scores {
    const scored = clauses.map(({ must, node }) => ({ must, scores: scoresOf(node, boost) }))
    let sum = added(scored.flatMap(({ must, scores }) => (must === 'not occur' ? [] : [scores])))
    for (const { must, scores } of scored) {
      if (must === 'help') continue
      const having = new Set(scores.documents)
      sum = filtered(sum, (document) => having.has(document) === (must === 'occur'))
    }
    return sum
  }

  return {
    search: (query, most) => {
      const { documents, scores } = scoresOf(
        parseQuery(query, (name) => texts.has(name) || keys.has(name)),
        1,
      )
      // Only the first ones are sorted: those that score as much as the last of them.
      const ranked = Float64Array.from(scores, (score) => -Math.round(score * 1e9)).sort()
      const least = -(ranked[Math.min(most, ranked.length) - 1] ?? 0)
      const top = -(ranked[0] ?? 0) / 1e9
      return {
        count: documents.length,
        found: documents
          .map((document, n) => ({ document, score: scores[n] ?? 0 }))
          .map((one) => ({ ...one, rounded: Math.round(one.score * 1e9) }))
          .filter(({ rounded }) => rounded >= least)
          .sort(
            (one, other) =>
              other.rounded - one.rounded ||
              compare(options.idOf(one.document), options.idOf(other.document)),
          )
          .slice(0, most)
          .map(({ document, score }) => ({ document, score: Math.floor((100 * score) / top + 0.5) })),
      }
    },
  }
}

const inverseFrequency = (all: number, having: number): number =>
  Math.log(1 + (all - having + 0.5) / (having + 0.5))

const added = (parts: readonly Scores[]): Scores => merged(parts, (sum, score) => sum + score)
const best = (parts: readonly Scores[]): Scores => merged(parts, Math.max)

/** What each document scores so far; 0 outside of `merged`. Grows to the largest index. */
const sums: number[] = []

function merged(parts: readonly Scores[], join: (sum: number, score: number) => number): Scores {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const documents: number[] = []
  for (const part of parts) {
    for (let n = 0; n < part.documents.length; n += 1) {
      const document = part.documents[n] ?? 0
      const sum = sums[document] ?? 0
      if (sum === 0) documents.push(document)
      sums[document] = join(sum, part.scores[n] ?? 0)
    }
  }
  const scores = documents.map((document) => sums[document] ?? 0)
  for (const document of documents) sums[document] = 0
  return { documents, scores }
}

function filtered({ documents, scores }: Scores, holds: (document: number) => boolean): Scores {
  const kept = documents.map(holds)
  return {
    documents: documents.filter((_, n) => kept[n]),
    scores: scores.filter((_, n) => kept[n]),
  }
}

/** By code points, so that all of Han stays together. */
function compare(a: string, b: string): number {
  if (a === b) return 0
  for (let n = 0; ; ) {
    const one = a.codePointAt(n) ?? -1
    const other = b.codePointAt(n) ?? -1
    if (one !== other) return one - other
    n += one > 0xffff ? 2 : 1
  }
}

/** Which of 32 kinds of letters occur: a cheap bound on how far two words can be apart. */
function letterSet(word: string): number {
  let set = 0
  for (let n = 0; n < word.length; n += 1) set |= 1 << (word.charCodeAt(n) & 31)
  return set
}

function bitCount(bits: number): number {
  let count = 0
  for (let rest = bits >>> 0; rest !== 0; rest &= rest - 1) count += 1
  return count
}

/** Insertions, deletions and replacements; more than `most` is answered as `most + 1`. */
function editsBetween(one: string, other: string, most: number): number {
  const a = [...one]
  const c = [...other]
  if (Math.abs(a.length - c.length) > most) return most + 1
  let previous = Array.from({ length: c.length + 1 }, (_, n) => n)
  for (const [row, letter] of a.entries()) {
    const current = [row + 1]
    let left = row + 1
    let least = left
    for (let column = 0; column < c.length; column += 1) {
      left = Math.min(
        (previous[column] ?? 0) + (c[column] === letter ? 0 : 1),
        (previous[column + 1] ?? 0) + 1,
        left + 1,
      )
      current.push(left)
      least = Math.min(least, left)
    }
    if (least > most) return most + 1
    previous = current
  }
  return previous[c.length] ?? most + 1
}
