export type SharedFloats = Float64Array<SharedArrayBuffer>

/** An array of doubles that worker threads can read without a copy. */
export function sharedFloats(length: number): SharedFloats {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
}
