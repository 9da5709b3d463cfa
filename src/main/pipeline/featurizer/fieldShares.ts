import { keysOfRate, rateFeature } from '../../../shared/pipeline/rateFeature.ts'
import { fieldOfFeature } from './fieldOfFeature.ts'

/** A field of the incident and its part of a feature's effect. */
export interface FieldShare {
  field: string
  share: number
}

/** The parts of one feature's effect, by a row of features; they sum to 1. */
type SharesOfRow = (row: ArrayLike<number>) => readonly FieldShare[]

/** How the effects of a model's features are divided among the fields that they are made of. */
export interface FieldShares {
  /** All fields that any feature is made of. */
  readonly fields: readonly string[]
  /** The shares of the feature at that place, in a row of features. */
  of(feature: number, row: ArrayLike<number>): readonly FieldShare[]
}

/** No part is more than so many times what it would be without regard to signs. */
const MOST = 3
/** Rates of 0 and 1 have no log odds. */
const LEAST_RATE = 1e-6

/**
 * A feature of one field has its whole effect from it. The arrest rate of a combination is reached column by column, from
 * that of all rows (`overall`) by those of the wider groups (see `rates.ts`): each column has the part by which it moved
 * the rate, in log odds, with a sign of its own where it moved it back. Where columns cancel each other out, such parts
 * would grow without bound, so they go over into parts by size alone.
 */
export function createFieldShares(features: readonly string[], overall: number | undefined): FieldShares {
  const columns = features.map(columnsOf)
  const shares = columns.map(({ fields, wider }, feature): SharesOfRow => {
    const [first] = fields
    const whole = first === undefined ? [] : [{ field: first, share: 1 }]
    if (new Set(fields).size < 2) return () => whole
    const places = [...wider.map((name) => features.indexOf(name)), feature]
    return (row) => {
      const rates = places.map((place) => row[place] ?? Number.NaN)
      return byField(fields, partsOf(stepsOf(overall, rates)))
    }
  })
  return {
    fields: [...new Set(columns.flatMap(({ fields }) => fields))],
    of: (feature, row) => shares[feature]!(row),
  }
}

/** The field of each column of a feature, in their order, and the rates of the wider groups before the feature's own. */
function columnsOf(feature: string): { fields: string[]; wider: string[] } {
  const keys = keysOfRate(feature)
  if (keys === undefined) return { fields: [fieldOfFeature(feature)], wider: [] }
  return {
    fields: keys.map((key) => fieldOfFeature(key)),
    wider: keys.slice(1).map((_, k) => rateFeature(keys.slice(0, k + 1))),
  }
}

/**
 * By how much each column moved the rate, in log odds; `rates` after each column, NaN where it is not known. Columns
 * between two known rates have equal steps.
 */
function stepsOf(overall: number | undefined, rates: readonly number[]): number[] {
  const steps = new Array<number>(rates.length).fill(0)
  if (overall === undefined) return steps
  let [before, from] = [logOdds(overall), 0]
  for (const [k, rate] of rates.entries()) {
    if (Number.isNaN(rate)) continue
    const after = logOdds(rate)
    steps.fill((after - before) / (k + 1 - from), from, k + 1)
    ;[before, from] = [after, k + 1]
  }
  return steps
}

/** Parts of a whole of 1; equal ones where nothing moved. */
function partsOf(steps: readonly number[]): number[] {
  const sum = steps.reduce((total, step) => total + step, 0)
  const size = steps.reduce((total, step) => total + Math.abs(step), 0)
  if (size === 0) return steps.map(() => 1 / steps.length)
  const signed = Math.min(1, (MOST * sum) ** 2 / size ** 2)
  const scale = signed === 1 ? 1 / sum : (MOST ** 2 * sum) / size ** 2
  return steps.map((step) => step * scale + ((1 - signed) * Math.abs(step)) / size)
}

function byField(fields: readonly string[], parts: readonly number[]): FieldShare[] {
  const sums = new Map<string, number>()
  for (const [k, field] of fields.entries()) sums.set(field, (sums.get(field) ?? 0) + parts[k]!)
  return [...sums].map(([field, share]) => ({ field, share }))
}

function logOdds(rate: number): number {
  const inside = Math.min(1 - LEAST_RATE, Math.max(LEAST_RATE, rate))
  return Math.log(inside / (1 - inside))
}
