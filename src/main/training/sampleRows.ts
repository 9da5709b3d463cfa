import type { Dataset } from '../learners/learner.ts'
import { createRandom } from '../random.ts'
import { sharedFloats } from '../sharedFloats.ts'

/** Rows drawn without replacement, in their order; all where there are no more. The same seed draws the same rows. */
export function sampleRows(data: Dataset, most: number, seed: number): Dataset {
  if (data.rows <= most) return data
  const order = Uint32Array.from({ length: data.rows }, (_, row) => row)
  createRandom(seed, 'explained rows').shuffle(order)
  const rows = order.slice(0, most).sort()
  const labels = new Uint8Array(new SharedArrayBuffer(most))
  for (const [i, row] of rows.entries()) labels[i] = data.labels[row]!
  const columns = data.columns.map((column) => {
    const out = sharedFloats(most)
    for (const [i, row] of rows.entries()) out[i] = column[row]!
    return out
  })
  return { featureNames: data.featureNames, rows: most, columns, labels }
}
