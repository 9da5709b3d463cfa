// What XGBoost itself says: a model that it trained (test/reference/xgboost_model.py), and the program where it is installed.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe } from 'vitest'
import { appRoot } from '../../../../src/main/appRoot.ts'

interface Reference {
  model: unknown
  rows: (number | null)[][]
  probabilities: number[]
  /** A SHAP value a feature, and the expected margin last. */
  contributions: number[][]
}

export const reference: Reference = JSON.parse(
  gunzipSync(readFileSync(join(appRoot, 'test', 'reference', 'xgboost_model.json.gz'))).toString(),
)

export const referenceFile = new TextEncoder().encode(JSON.stringify(reference.model))

/** One array a feature; what is missing is NaN. */
export function columnsOf(rows: (number | null)[][]): Float64Array[] {
  return rows[0]!.map((_, feature) => Float64Array.from(rows, (row) => row[feature] ?? Number.NaN))
}

const PYTHON = '/usr/bin/python3'

/** A suite that asks XGBoost; skipped, and counted so, where python3-xgboost is not installed. */
export const describeWithXgboost: typeof describe.skip =
  spawnSync(PYTHON, ['-c', 'import xgboost']).status === 0 ? describe : describe.skip

/** What a Python program prints as JSON, given `input` as JSON on its standard input. */
export function python<T>(program: string, input: unknown): T {
  const text = execFileSync(PYTHON, ['-c', program], {
    input: JSON.stringify(input),
    maxBuffer: 2 ** 28,
    encoding: 'utf8',
  })
  return JSON.parse(text)
}
