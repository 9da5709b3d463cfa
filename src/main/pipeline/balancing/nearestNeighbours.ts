import type { SharedFloats } from '../../sharedFloats.ts'
import type { RunOptions, WorkerPool } from '../../workers/pool.ts'
import { type KdTree, SEARCH_STACK_BYTES } from './kdTree.ts'

export interface Neighbours {
  /** Rows of the k nearest members of each queried one, nearest first: query × k. */
  rows: Uint32Array
  /** Their Euclidean distances: query × k. */
  distances: Float64Array
}

/** Searches go to the threads in this many parts, so that they end together and report on the way. */
const PARTS = 16

/**
 * Finds, exactly, the k nearest members of each queried one (Euclid over all columns, in double precision, itself left
 * out; copies of it count). `members` are rows of the columns (column-major, finite values); `queries` are distinct
 * positions in `members`. Needs more than k members. The result depends neither on the number of threads nor on the queries' order;
 * which of several equally near rows are returned follows from the data.
 */
export async function nearestNeighbours(
  { columns, members, queries, k }: { columns: SharedFloats[]; members: Uint32Array; queries: Uint32Array; k: number },
  { pool, signal, onProgress }: { pool: WorkerPool } & RunOptions,
): Promise<Neighbours> {
  if (members.length <= k) throw new RangeError(`${members.length} members have no ${k} neighbours each`)
  const count = queries.length
  const bytesEach = 4 + 4 * k + 8 * k
  const freeBytes = count * bytesEach + PARTS * (SEARCH_STACK_BYTES + 64)
  const tree = await pool.run('buildKdTree', { columns, members, freeBytes }, { signal })

  const distancesAt = tree.offsets.free
  const queriesAt = distancesAt + count * k * 8
  const foundAt = queriesAt + count * 4
  const stacksAt = Math.ceil((foundAt + count * k * 4) / 16) * 16
  const order = inTreeOrder(tree, queries, new Int32Array(tree.memory.buffer, queriesAt, count))

  let done = 0
  const bounds = Array.from({ length: PARTS + 1 }, (_, part) => Math.floor((count * part) / PARTS))
  await Promise.all(
    bounds.slice(1).map(async (to, part) => {
      const from = bounds[part]!
      const search = {
        tree,
        k,
        count: to - from,
        queries: queriesAt + from * 4,
        found: foundAt + from * k * 4,
        distances: distancesAt + from * k * 8,
        stack: stacksAt + part * SEARCH_STACK_BYTES,
      }
      await pool.run('searchKdTree', search, { signal })
      done += 1
      onProgress?.(done / PARTS)
    }),
  )

  const found = new Int32Array(tree.memory.buffer, foundAt, count * k)
  const squares = new Float64Array(tree.memory.buffer, distancesAt, count * k)
  const rows = new Uint32Array(count * k)
  const distances = new Float64Array(count * k)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < k; j++) {
      rows[order[i]! * k + j] = members[tree.members[found[i * k + j]!]!]!
      distances[order[i]! * k + j] = Math.sqrt(squares[i * k + j]!)
    }
  }
  return { rows, distances }
}

/**
 * Writes the queries' places in the tree to `places`, rising: searches that follow each other then share what is in the
 * cache. Returns which query each of them is.
 */
function inTreeOrder(tree: KdTree, queries: Uint32Array, places: Int32Array): Uint32Array {
  const queryOfMember = new Int32Array(tree.count).fill(-1)
  for (let i = 0; i < queries.length; i++) queryOfMember[queries[i]!] = i
  const order = new Uint32Array(queries.length)
  let filled = 0
  for (let place = 0; place < tree.count; place++) {
    const query = queryOfMember[tree.members[place]!]!
    if (query < 0) continue
    places[filled] = place
    order[filled++] = query
  }
  return order
}
