/** Values as indices into a list of distinct ones. */
export interface Coded<L> {
  codes: Int32Array
  levels: L
}

/** Distinct values above which a column is stored plain. */
const DICTIONARY_LIMIT = 4096
const SLOTS = 4 * DICTIONARY_LIMIT

/**
 * The distinct doubles of `values` in order of appearance, and each value's index; undefined where there are more than
 * a few thousand. Bit patterns are compared, so -0 and NaN come back as they went in.
 */
export function dictionaryOf(values: Float64Array): Coded<Float64Array> | undefined {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2)
  const slots = new Int32Array(SLOTS).fill(-1)
  const levels = new Float64Array(DICTIONARY_LIMIT)
  const levelWords = new Uint32Array(levels.buffer)
  const codes = new Int32Array(values.length)
  let count = 0
  for (let i = 0; i < values.length; i++) {
    const low = words[2 * i]!
    const high = words[2 * i + 1]!
    let slot = (Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1) >>> 16) & (SLOTS - 1)
    for (;;) {
      const code = slots[slot]!
      if (code === -1) {
        if (count === DICTIONARY_LIMIT) return undefined
        slots[slot] = count
        levelWords[2 * count] = low
        levelWords[2 * count + 1] = high
        codes[i] = count++
        break
      }
      if (levelWords[2 * code] === low && levelWords[2 * code + 1] === high) {
        codes[i] = code
        break
      }
      slot = (slot + 1) & (SLOTS - 1)
    }
  }
  return { codes, levels: levels.subarray(0, count) }
}

/** A data page's body of dictionary indices: the bit width, then one bit-packed run, least significant bit first. */
export function packCodes(codes: Int32Array, levels: number): Buffer {
  const width = Math.max(1, 32 - Math.clz32(Math.max(0, levels - 1)))
  if (width > 24) throw new RangeError(`${levels} levels are more than a dictionary may hold`)
  const groups = Math.ceil(codes.length / 8)
  const header: number[] = [width]
  let rest = groups * 2 + 1
  for (; rest >= 128; rest = Math.floor(rest / 128)) header.push((rest % 128) + 128)
  header.push(rest)
  const out = Buffer.alloc(header.length + groups * width)
  out.set(header)
  let at = header.length
  let bits = 0
  let pending = 0
  for (let i = 0; i < codes.length; i++) {
    pending |= codes[i]! << bits
    bits += width
    while (bits >= 8) {
      out[at++] = pending & 255
      pending >>>= 8
      bits -= 8
    }
  }
  if (bits > 0) out[at] = pending & 255
  return out
}

/** Booleans, one bit each. */
export function packBooleans(values: Uint8Array): Buffer {
  const out = Buffer.alloc(Math.ceil(values.length / 8))
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) out[i >> 3]! |= 1 << (i & 7)
  return out
}

/** Whole numbers of less than 2^53 as 64-bit integers. */
export function packIntegers(values: Float64Array, scale: number): Buffer {
  const out = new Int32Array(values.length * 2)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! * scale
    const high = Math.floor(value / 2 ** 32)
    out[2 * i] = value - high * 2 ** 32
    out[2 * i + 1] = high
  }
  return bytesOf(out)
}

/** Strings, each behind its length in bytes. In shared memory, for the threads that write them. */
export function packStrings(values: readonly string[]): Uint8Array {
  // UTF-8 takes at most three bytes for each unit of UTF-16.
  const most = values.reduce((sum, value) => sum + 4 + 3 * value.length, 0)
  const scratch = Buffer.allocUnsafe(most)
  let at = 0
  for (const value of values) {
    const length = scratch.write(value, at + 4)
    scratch.writeUInt32LE(length, at)
    at += 4 + length
  }
  const out = new Uint8Array(new SharedArrayBuffer(at))
  out.set(scratch.subarray(0, at))
  return out
}

/**
 * Values of `width` bits in Parquet's hybrid encoding: runs of one value, and runs of bit-packed ones. `packCodes` makes
 * one of the latter; DuckDB mixes both.
 */
export function unpackCodes(body: Buffer, width: number, count: number): Int32Array {
  const codes = new Int32Array(count)
  const mask = 2 ** width - 1
  let at = 0
  for (let done = 0; done < count; ) {
    let header = 0
    for (let shift = 0; ; shift += 7) {
      const byte = body[at++]
      if (byte === undefined) throw new RangeError('a run of indices is truncated')
      header |= (byte & 127) << shift
      if (byte < 128) break
    }
    if ((header & 1) === 0) {
      let value = 0
      for (let shift = 0; shift < width; shift += 8) value |= body[at++]! << shift
      const end = Math.min(count, done + (header >>> 1))
      codes.fill(value, done, end)
      done = end
      continue
    }
    const run = (header >>> 1) * 8
    const behind = at + (run / 8) * width
    const end = Math.min(count, done + run)
    let bits = 0
    let pending = 0
    for (; done < end; done++) {
      while (bits < width) {
        pending |= body[at++]! << bits
        bits += 8
      }
      codes[done] = pending & mask
      pending >>>= width
      bits -= width
    }
    at = behind
  }
  return codes
}

/** The inverse of `packBooleans`. */
export function unpackBooleans(body: Buffer, out: Uint8Array): void {
  for (let i = 0; i < out.length; i++) out[i] = (body[i >> 3]! >> (i & 7)) & 1
}

/** The inverse of `packIntegers`. */
export function unpackIntegers(body: Buffer, out: Float64Array, scale: number): void {
  const words = new Int32Array(new Uint8Array(body.subarray(0, out.length * 8)).buffer)
  for (let i = 0; i < out.length; i++) out[i] = (words[2 * i + 1]! * 2 ** 32 + (words[2 * i]! >>> 0)) / scale
}

/** The inverse of `packStrings`. */
export function unpackStrings(body: Buffer): string[] {
  const out: string[] = []
  for (let at = 0; at < body.length; ) {
    const length = body.readUInt32LE(at)
    out.push(body.toString('utf8', at + 4, at + 4 + length))
    at += 4 + length
  }
  return out
}

/** The bytes of a typed array, not copied. Parquet is little-endian, and so is every platform that Node runs on here. */
export function bytesOf(array: Float64Array | Int32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}
