import type { Explanation } from './contributions.ts'

/** What moved a prediction, in the incident's own fields. */
export interface Reason {
  /** Field of the incident; a feature's name where no field is known. */
  field: string
  /** The field's value; null where it is not known. */
  value: string | null
  /** By how much the calibrated probability rises (+) or falls (-), 0-1. */
  effect: number
  /** Features that were made of the field, by itself or with others. */
  features: string[]
}

export interface Reasons {
  /** Calibrated probability before anything of the incident is known. */
  base: number
  /** Largest effect of the learner first; `base` and all effects sum to the probability. */
  reasons: Reason[]
}

/**
 * Turns contributions to a model's output into differences of the calibrated probability. Contributions of one field are
 * added up; then the fields are told one after the other, the largest contribution first, and each effect is how much
 * the probability changes with it. So effects depend on that order, but they sum to the prediction exactly.
 * `probabilityOf` turns the model's output (margin or probability, as the explanation says) into the calibrated
 * probability. `sharesOf` names the fields that the feature at a place is made of, with their shares, which sum to 1.
 */
export function reasonsOf(
  { contributions, expected }: Pick<Explanation, 'contributions' | 'expected'>,
  features: readonly string[],
  sharesOf: (feature: number) => readonly { field: string; share: number }[],
  tellValue: (field: string) => string | null,
  probabilityOf: (output: number) => number,
): Reasons {
  const byField = new Map<string, { features: string[]; sum: number }>()
  for (const [k, feature] of features.entries()) {
    for (const { field, share } of sharesOf(k)) {
      const entry = byField.get(field) ?? { features: [], sum: 0 }
      entry.features.push(feature)
      entry.sum += share * contributions[k]!
      byField.set(field, entry)
    }
  }
  const ordered = [...byField].sort(([, a], [, b]) => Math.abs(b.sum) - Math.abs(a.sum))
  const base = probabilityOf(expected)
  let output = expected
  let before = base
  const reasons = ordered.map(([field, { features, sum }]) => {
    output += sum
    const after = probabilityOf(output)
    const reason = { field, value: tellValue(field), effect: after - before, features }
    before = after
    return reason
  })
  return { base, reasons }
}
