/**
 * Where an incident falls in [0, 1), evenly and always alike: those below a contest's share are the challenger's. Another
 * salt is another order, so that two contests do not give the same incidents to their challengers; a larger share keeps
 * the incidents that a smaller one gave. FNV-1a, finished as MurmurHash3 is.
 */
export function placeOfText(text: string, salt: number): number {
  let hash = 0x811c9dc5 ^ salt
  for (let k = 0; k < text.length; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193)
  return finished(hash)
}

/** The same for a row of features, where the request names no incident. */
export function placeOfFeatures(features: Float64Array, width: number, offset: number, salt: number): number {
  let hash = 0x811c9dc5 ^ salt
  for (let k = 0; k < width; k++) {
    // -0 and 0 are one value.
    number[0] = features[offset + k]! + 0
    hash = Math.imul(hash ^ words[0]!, 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15) ^ words[1]!, 0x01000193)
  }
  return finished(hash)
}

/** A contest's salt. */
export function saltOf(contestId: string): number {
  return Math.floor(placeOfText(contestId, 0) * 2 ** 32) | 0
}

const number = new Float64Array(1)
const words = new Uint32Array(number.buffer)

function finished(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  mixed ^= mixed >>> 16
  return (mixed >>> 0) / 2 ** 32
}
