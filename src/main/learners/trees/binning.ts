import { UserError } from '../../../shared/errors.ts'
import type { Task } from '../../workers/tasks.ts'
import type { Dataset, FitContext } from '../learner.ts'
import { type Bins, quantileBins } from './bins.ts'
import { kernel } from './kernels.ts'

/** How rows are coded: where the codes lie in the memory, and which code a missing value gets. */
export interface Coding {
  /** `rows`: row-major, a byte a feature. `columns`: column-major. */
  order: 'rows' | 'columns'
  /** Two bytes a code instead of one. */
  wide: boolean
  maxBins: number
  /** `last`: 255, whatever the bins. `next`: the code after the last bin. */
  missingCode: 'last' | 'next'
  codes: number
}

export interface BinningInput {
  memory: WebAssembly.Memory
  columns: Float64Array<SharedArrayBuffer>[]
  rows: number
  coding: Coding
  /** Address of an i32, zero at first: the next feature that nobody has taken. */
  next: number
  /** Scratch of this job alone, of `binningScratchBytes`. */
  scratch: number
}

type BinnedFeature = Bins & { feature: number; infinite: boolean }

const CUT_TABLE_BYTES = 65536 * 4
const COUNT_BYTES = 3 * 2048 * 4

/** Scratch that one binning job needs for so many rows. */
export function binningScratchBytes(rows: number): number {
  return CUT_TABLE_BYTES + COUNT_BYTES + 8 * rows
}

/** Task: takes features one by one, finds their bins and codes all rows, until no feature is left. */
export const binFeaturesTask: Task<BinningInput, BinnedFeature[]> = ({
  memory,
  columns,
  rows,
  coding,
  next,
  scratch,
}) => {
  const binning = kernel('binning', memory)
  const turn = new Int32Array(memory.buffer, next, 1)
  const table = scratch
  const counts = table + CUT_TABLE_BYTES
  const a = counts + COUNT_BYTES
  const b = a + 4 * rows
  const values = new Float32Array(memory.buffer, a, rows)
  const output: BinnedFeature[] = []
  for (let feature = Atomics.add(turn, 0, 1); feature < columns.length; feature = Atomics.add(turn, 0, 1)) {
    values.set(columns[feature]!)
    binning.toKeys(a, rows)
    binning.radixSort(a, b, rows, counts)
    binning.fromKeys(b, rows)
    const sorted = new Float32Array(memory.buffer, b, rows)
    const present = presentCount(sorted)
    const missing = present < rows
    const limit = coding.wide ? 65535 : missing ? 255 : 256
    const bins = quantileBins(sorted.subarray(0, present), Math.min(coding.maxBins, limit))
    const infinite = present > 0 && !(Number.isFinite(sorted[0]) && Number.isFinite(sorted[present - 1]))
    output.push({ feature, ...bins, missing, infinite })

    const size = coding.wide ? 65536 : 256
    const cuts = new Float32Array(memory.buffer, table, size).fill(Number.POSITIVE_INFINITY)
    cuts.set(bins.low.subarray(1))
    const last = bins.low.length - 1
    const missingCode = coding.missingCode === 'last' ? 255 : last + 1
    const width = coding.wide ? 2 : 1
    const rowMajor = coding.order === 'rows'
    const out = coding.codes + (rowMajor ? feature : feature * rows * width)
    values.set(columns[feature]!)
    binning.encode(a, rows, table, size, last, missingCode, out, rowMajor ? columns.length : width, coding.wide ? 1 : 0)
  }
  return { output }
}

/** How many of ascending values with NaN last are no NaN. */
function presentCount(sorted: Float32Array): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (Number.isNaN(sorted[middle])) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Finds the bins of every feature and codes all rows into the memory, on all threads of the pool.
 * `scratch` gives each job's own scratch. Throws UserError where a value is infinite (or too large for float32).
 */
export async function binFeatures(
  data: Dataset,
  where: { memory: WebAssembly.Memory; coding: Coding; next: number; scratch: (job: number) => number },
  { pool, signal }: FitContext,
): Promise<Bins[]> {
  const { memory, coding, next } = where
  const { columns, rows } = data
  const jobs = Array.from({ length: Math.min(pool.threads, columns.length) }, (_, job) =>
    pool.run('binFeatures', { memory, columns, rows, coding, next, scratch: where.scratch(job) }, { signal }),
  )
  const binned = (await Promise.all(jobs)).flat().sort((x, y) => x.feature - y.feature)
  const infinite = binned.find((feature) => feature.infinite)
  if (infinite) throw new UserError('learners.infinite', { feature: data.featureNames[infinite.feature]! })
  return binned
}
