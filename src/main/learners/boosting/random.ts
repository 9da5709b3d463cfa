/** A well-mixed 32-bit number for two numbers, by position: what is drawn for a row or tree depends on nothing else. */
export function hash(seed: number, n: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1) ^ seed
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 0
}

/** The features that tree `tree` may use, ascending: max(1, floor(share · count)) of them, drawn without replacement. */
export function pickFeatures(count: number, share: number, seed: number, tree: number): number[] {
  const features = Array.from({ length: count }, (_, feature) => feature)
  const size = Math.max(1, Math.floor(share * count))
  const treeSeed = hash(seed ^ 0x5bd1e995, tree)
  for (let k = 0; k < size && size < count; k++) {
    const other = k + (hash(treeSeed, k) % (count - k))
    const feature = features[other]!
    features[other] = features[k]!
    features[k] = feature
  }
  return features.slice(0, size).sort((a, b) => a - b)
}

/** Whether a row is in the validation part. */
export function isValidation(seed: number, row: number, share: number): boolean {
  return hash(seed ^ 0x2545f491, row) < share * 2 ** 32
}
