import type { Recipe } from '../../../shared/pipeline/recipe.ts'
import { bigints, doubles, flags } from '../../parquet/table.ts'
import type { LabelledRows } from '../balancing/labelledRows.ts'
import { smote } from '../balancing/smote.ts'
import { undersample } from '../balancing/undersample.ts'
import { featureNames } from '../featurizer/features.ts'
import type { Stage } from '../stage/stage.ts'

/** Stands for the id of a synthetic row. */
export const SYNTHETIC_ID = -1

/**
 * Evens out the classes of the training rows: SMOTE grows the smaller one, random undersampling shrinks the larger one.
 * Rows that were reported come first, in the order of their ids, then synthetic ones, whose id is -1.
 */
export const balance: Stage<Recipe['balance']> = {
  name: 'balance',
  version: 1,
  async run({ pool, signal, params, seed, input, write, passOn, report, progress }) {
    const table = await input.table('train')
    const ids = bigints(table, 'id')
    const testRows = bigints(await input.table('test'), 'id').length
    const rows = ids.length
    const names = featureNames(table)
    const data: LabelledRows = {
      rows,
      columns: names.map((name) => doubles(table, name)),
      labels: sharedLabels(flags(table, 'arrest')),
    }
    countClasses('train', data)
    if (params.method === 'none') {
      passOn('train')
      passOn('test')
      return { rows: { train: rows, test: testRows } }
    }

    const step = (from: number, to: number) => (share: number) =>
      progress({ done: Math.round((from + share * (to - from)) * rows), total: rows, unit: 'rows' })
    const oversampled = await smote(
      data,
      { neighbours: params.neighbours, ratio: params.oversample, seed },
      { pool, signal, onProgress: step(0, 0.8) },
    )
    countClasses('after_smote', oversampled)
    const balanced = await undersample(
      oversampled,
      { ratio: params.undersample, seed },
      { pool, signal, onProgress: step(0.8, 1) },
    )
    countClasses('after_undersampling', balanced)
    report.dropped('undersampled', oversampled.rows - balanced.rows)

    const keptIds = new Float64Array(balanced.rows)
    for (let i = 0; i < balanced.rows; i++) keptIds[i] = ids[balanced.kept[i]!] ?? SYNTHETIC_ID
    write('train', {
      id: { type: 'bigint', values: keptIds },
      arrest: { type: 'boolean', values: balanced.labels },
      ...Object.fromEntries(names.map((name, k) => [name, { type: 'double', values: balanced.columns[k]! }])),
    })
    passOn('test')
    return { rows: { test: testRows } }

    function countClasses(step: string, { rows, labels }: LabelledRows): void {
      const arrests = labels.reduce((sum, label) => sum + label, 0)
      report.metric(`${step}_arrests`, arrests)
      report.metric(`${step}_others`, rows - arrests)
    }
  },
}

/** The column `arrest` as labels that workers share. */
export function sharedLabels(arrest: ArrayLike<number>): Uint8Array<SharedArrayBuffer> {
  const labels = new Uint8Array(new SharedArrayBuffer(arrest.length))
  labels.set(arrest)
  return labels
}
