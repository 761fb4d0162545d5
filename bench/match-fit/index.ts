// npm run match:fit -- DIR: fits the matcher's weights to a benchmark's folders and writes them into the source.
// The folders of every second release group are fitted to, the others judge. Seeded and without a network: the same data give
// the same weights.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Release as CatalogueRelease } from '../../e2e/musicbrainz/server'
import type { Release } from '../../src/main/lookup'
import { align, pairFeatures, pairFits } from '../../src/main/lookup/matching/align'
import { editionFacts, editionFeatures } from '../../src/main/lookup/matching/edition'
import { type AlbumEvidence, readAlbum } from '../../src/main/lookup/matching/evidence'
import { fold } from '../../src/main/lookup/matching/fold'
import {
  type Features,
  logOdds,
  probabilityOf,
  type Weights,
} from '../../src/main/lookup/matching/linear-model'
import { matchGroup } from '../../src/main/lookup/matching/match-group'
import { rankHits } from '../../src/main/lookup/matching/search-hits'
import weights from '../../src/main/lookup/matching/weights.json'
import { ReleaseReply } from '../../src/main/lookup/services/musicbrainz-json'
import { type Benchmark, type BenchmarkCase, readBenchmark } from '../match-eval/benchmark'
import { type Answer, startMatcher } from '../match-eval/matcher'
import { header, judge, lineOf, rowOf } from '../match-eval/rows'
import { type Choice, fitChoices, fitLogistic, logLoss, type Observation } from './regression'

const [directory] = process.argv.slice(2)
/** The program runs from out/bench. */
const target = fileURLToPath(new URL('../../src/main/lookup/matching/weights.json', import.meta.url))

/** How strongly weights are held back. More for the album: there is less to learn from, and it must not be sure. */
const ridges = { pair: 5, edition: 0.5, hit: 1, album: 1 } as const
/** The folders carry no ids. One that a person's files carry was put there by somebody or some program on purpose. */
const notLearnt = { releaseId: 5, releaseIdDiffers: 2 } as const
/** Groups whose track lists are compared, the best hits: what is wrong and looks right teaches most. */
const lookedAt = 3
/** There are as many impostors as right folders, and they are rarer than that. */
const impostorWeight = 0.3
/** What the first look at the fitted folders goes by. Only which groups are seen depends on it. */
const first = {
  hit: { bias: -8, title: 5, artist: 4, sameCount: 1, titleUnknown: 2, artistUnknown: 2, catalogNumber: 3 },
  album: { bias: -12, covered: 4, used: 2, agreement: 4, titles: 2, lengths: 3, albumTitle: 2, artist: 2 },
} as const
/** Of what is taken without a question, as much must be right. */
const rightOfSure = 0.998
const leastSure = 0.88
/** A group less probable than this by its search hit is not worth a request. */
const gate = 0.05

async function fitWeights(folder: string): Promise<void> {
  const benchmark = readBenchmark(folder, seededIds(1))
  const groups = new Groups(benchmark.catalogue)
  const fitted = benchmark.cases.filter((one) => isFitted(one, groups))
  const judged = benchmark.cases.filter((one) => !isFitted(one, groups))
  console.log(`${fitted.length} folders are fitted to, ${judged.length} judge`)

  learn(
    'pair',
    fitLogistic(
      fitted.flatMap((one) => pairsOf(one, benchmark, groups)),
      ridges.pair,
    ),
  )
  report(
    'pair',
    weights.pair,
    judged.flatMap((one) => pairsOf(one, benchmark, groups)),
  )

  learn('edition', {
    ...fitChoices(
      fitted.flatMap((one) => choiceOf(one, groups)),
      ridges.edition,
    ),
    ...notLearnt,
  })

  // What is looked at must not depend on what was learnt before.
  learn('hit', first.hit)
  learn('album', first.album)
  const matcher = await startMatcher(benchmark)
  try {
    weights.gate = gate
    const seen = await answersOf(matcher.match, fitted)
    learn('hit', fitLogistic(seen.flatMap(hitsOf), ridges.hit))
    const rows = [...seen.flatMap((one) => albumsOf(one, groups)), ...impostorsOf(seen, groups)]
    learn('album', fitLogistic(rows, ridges.album))
    Object.assign(weights.albumNeutral, meanOf(rows))
    weights.sure = threshold(rows)

    const unseen = await answersOf(matcher.match, judged)
    report('hit', weights.hit, unseen.flatMap(hitsOf))
    const others = unseen.flatMap((one) => albumsOf(one, groups))
    report('album', weights.album, others)
    console.log(header)
    console.log(
      lineOf(
        rowOf(
          'judged',
          unseen.map(({ one, answer }) => judge(one, answer, benchmark)),
        ),
      ),
    )
  } finally {
    await matcher.close()
  }
  writeFileSync(target, `${JSON.stringify(weights, null, 2)}\n`)
  console.log(`sure from ${weights.sure}; written to ${target}`)
}

/** From here on the matcher, which reads the same object, goes by these weights. */
function learn(model: 'pair' | 'edition' | 'hit' | 'album', learnt: Weights): void {
  const known: Record<string, number> = weights[model]
  for (const name of Object.keys(known)) delete known[name]
  Object.assign(known, learnt)
}

function report(name: string, model: Weights, observations: readonly Observation[]): void {
  const said = observations.map(({ features, isTrue }) => ({
    isTrue,
    probability: probabilityOf(logOdds(model, features)),
  }))
  console.log(`${name}: log loss ${logLoss(said).toFixed(4)} over ${said.length} others`)
}

interface Seen {
  readonly one: BenchmarkCase
  readonly answer: Answer
}

async function answersOf(
  match: (one: BenchmarkCase) => Promise<Answer>,
  cases: readonly BenchmarkCase[],
): Promise<Seen[]> {
  const seen: Seen[] = []
  for (const one of cases) seen.push({ one, answer: await match(one) })
  return seen
}

/** The catalogue as the app sees it, by group. */
class Groups {
  readonly #raw = new Map<string, CatalogueRelease[]>()
  readonly #parsed = new Map<string, readonly Release[]>()

  constructor(catalogue: readonly CatalogueRelease[]) {
    for (const release of catalogue) {
      const id = release['release-group']?.id ?? ''
      const list = this.#raw.get(id) ?? []
      list.push(release)
      this.#raw.set(id, list)
    }
  }

  editions(groupId: string): readonly Release[] {
    const known = this.#parsed.get(groupId)
    if (known !== undefined) return known
    const parsed = (this.#raw.get(groupId) ?? []).map((release) => ReleaseReply.parse(release))
    this.#parsed.set(groupId, parsed)
    return parsed
  }
}

/** Every second release group, by its name: all folders of one album are on one side, and ids say nothing. */
function isFitted({ truth, tracks }: BenchmarkCase, groups: Groups): boolean {
  const [edition] = truth === null ? [] : groups.editions(truth.releaseGroup)
  const name = edition?.title ?? tracks[0]?.values.album?.[0] ?? tracks[0]?.folder ?? ''
  let sum = 0
  for (const letter of fold(name)) sum = (31 * sum + (letter.codePointAt(0) ?? 0)) % 65_521
  return sum % 2 === 0
}

function pairsOf({ tracks, truth }: BenchmarkCase, { trackOf }: Benchmark, groups: Groups): Observation[] {
  if (truth === null) return []
  const placed = new Set(truth.tracks)
  const release = groups
    .editions(truth.releaseGroup)
    .find(({ media }) => media.some((medium) => medium.tracks.some(({ trackId }) => placed.has(trackId))))
  if (release === undefined) return []
  return pairFits(readAlbum(tracks).files, release).flatMap((fits, file) =>
    fits.flatMap(({ track, fit }) => {
      const wanted = truth.tracks[file] ?? null
      const right = wanted === null ? undefined : trackOf.get(wanted)
      const isTrue = track.trackId === wanted
      // The same title and length again is as good as the track itself: neither right nor wrong.
      const twin =
        !isTrue && right !== undefined && right.title === track.title && right.lengthMs === track.lengthMs
      return twin ? [] : [{ features: pairFeatures(fit), isTrue }]
    }),
  )
}

function choiceOf({ tracks, truth }: BenchmarkCase, groups: Groups): Choice[] {
  if (truth === null) return []
  const editions = groups.editions(truth.releaseGroup)
  const right = editions.map(({ id }) =>
    truth.edition === null ? truth.releases.includes(id) : id === truth.edition,
  )
  if (editions.length < 2 || right.every((one) => one === right[0])) return []
  const album = readAlbum(tracks)
  const options = editions.map((release) =>
    editionFeatures(album, release, align(album.files, release), editionFacts(album, release)),
  )
  return [{ options, right }]
}

/** A search's best groups, and whether each was the one. */
const hitsOf = ({ one: { truth }, answer }: Seen): Observation[] =>
  answer.found.hits
    .slice(0, 10)
    .map(({ groupId, features }) => ({ features, isTrue: groupId === truth?.releaseGroup }))

/** The groups that were looked at, and the best hits, with what the matcher makes of them by the weights so far. */
function albumsOf({ one: { truth }, answer }: Seen, groups: Groups): Observation[] {
  const { album, found } = answer
  const hits = rankHits(
    album,
    found.hits.map(({ release }) => release),
  )
  const ids = new Set([...found.groups, ...hits.slice(0, lookedAt)].map(({ groupId }) => groupId))
  return [...ids].flatMap((groupId) => {
    const [first, ...more] = groups.editions(groupId)
    if (first === undefined) return []
    const rival = hits.find((hit) => hit.groupId !== groupId)?.probability ?? 0
    const { features } = matchGroup(album, [first, ...more], rival)
    return [{ features, isTrue: groupId === truth?.releaseGroup }]
  })
}

/**
 * Albums that carry the names of one they are not: covers by somebody else, live versions, karaoke. The benchmark has
 * a few; each right folder makes one more, so that names alone never make it sure.
 */
function impostorsOf(seen: readonly Seen[], groups: Groups): Observation[] {
  const random = seeded(1)
  const right = seen.filter(({ one }) => one.truth !== null)
  return right.flatMap(({ one, answer: { album } }, index) => {
    const [first, ...more] = groups.editions(one.truth?.releaseGroup ?? '')
    if (first === undefined) return []
    const other = right[(index + 7) % right.length]?.answer.album.artists ?? []
    const kind = index % 3
    const impostor: AlbumEvidence = {
      ...album,
      artists: kind === 1 ? album.artists : other,
      various: false,
      files: album.files.map((file) => {
        const stretched = kind === 2 ? 1 + (random() - 0.5) / 100 : 0.85 + 0.3 * random()
        return {
          ...file,
          titles: kind === 1 ? file.titles.map((title) => `${title} (live)`) : file.titles,
          lengthMs: file.lengthMs === undefined ? undefined : Math.round(file.lengthMs * stretched),
        }
      }),
    }
    const { features } = matchGroup(impostor, [first, ...more], 0)
    return [{ features, isTrue: false, weight: impostorWeight }]
  })
}

/** Numbers from 0 to 1, the same at every run (a linear congruential generator, Numerical Recipes' constants). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Ids in the shape of MusicBrainz', in an order that means nothing and is the same at every run. */
function seededIds(seed: number): () => string {
  const random = seeded(seed)
  const digits = (length: number) =>
    Array.from({ length }, () => Math.floor(16 * random()).toString(16)).join('')
  return () => [8, 4, 4, 4, 12].map(digits).join('-')
}

/** Half-way between what is right and what is wrong: what a reason counts beside. */
function meanOf(rows: readonly Observation[]): Features {
  const sums: Record<string, number> = {}
  for (const wanted of [true, false]) {
    const side = rows.filter(({ isTrue }) => isTrue === wanted)
    for (const { features } of side)
      for (const [name, value] of Object.entries(features))
        sums[name] = (sums[name] ?? 0) + value / side.length / 2
  }
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, Math.round(sum * 1000) / 1000]))
}

/**
 * The lowest probability from which on enough is right, not counting impostors and with one more mistake than there
 * was. Never below a certain measure: few folders tell little about the rarest mistakes.
 */
function threshold(rows: readonly Observation[]): number {
  const said = rows
    .filter(({ weight }) => weight === undefined)
    .map(({ features, isTrue }) => ({ isTrue, probability: probabilityOf(logOdds(weights.album, features)) }))
    .sort((a, b) => b.probability - a.probability)
  let wrong = 1
  let lowest = 1
  for (const [index, { isTrue, probability }] of said.entries()) {
    if (!isTrue) wrong += 1
    if (1 - wrong / (index + 1) >= rightOfSure) lowest = probability
  }
  return Math.ceil(Math.max(lowest, leastSure) * 1000) / 1000
}

if (directory === undefined) {
  console.error('npm run match:fit -- DIR')
  process.exitCode = 1
} else await fitWeights(directory)
