import { RATE_KEYS, type RateKey } from './recipe.ts'

const AND = '_and_'
const RATE = '_rate'

/** Name of the feature that holds the arrest rate by some columns: `iucr_and_block_rate`. */
export function rateFeature(keys: readonly RateKey[]): string {
  return `${keys.join(AND)}${RATE}`
}

/** The columns that `rateFeature` made a name of; undefined for another name. */
export function keysOfRate(feature: string): RateKey[] | undefined {
  if (!feature.endsWith(RATE)) return undefined
  const keys = feature.slice(0, -RATE.length).split(AND)
  return keys.every(isRateKey) ? keys : undefined
}

function isRateKey(name: string): name is RateKey {
  return RATE_KEYS.some((key) => key === name)
}
