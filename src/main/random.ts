/**
 * A seeded stream of pseudo-random numbers: xoshiro128** (Blackman and Vigna), its state filled by splitmix32. The same
 * seed gives the same stream on every machine. Not for secrets.
 */
export interface Random {
  /** An integer, uniform on 0 … 2³² − 1. */
  bits(): number
  /** A double, uniform on [0, 1), with all 53 bits random. */
  uniform(): number
  /** An integer, uniform on 0 … n − 1 without bias; n in 1 … 2³². */
  below(n: number): number
  /** A double from the standard normal distribution (Marsaglia's polar method). */
  normal(): number
  /** Reorders the array in place, every order equally likely (Fisher and Yates). */
  shuffle(values: { [index: number]: number; readonly length: number }): void
}

/**
 * Creates the stream of `seed` (an integer; its low 32 bits count). Names tell apart streams that start from one seed,
 * `createRandom(42, 'smote')` and `createRandom(42, 'folds')`, so that one part's draws never shift another's.
 */
export function createRandom(seed: number, ...names: (string | number)[]): Random {
  let mixed = seed | 0
  for (const name of names) for (const character of `/${name}`) mixed = scramble(mixed ^ character.charCodeAt(0))
  let a = scramble(mixed + GOLDEN)
  let b = scramble(mixed + 2 * GOLDEN)
  let c = scramble(mixed + 3 * GOLDEN)
  let d = scramble(mixed + 4 * GOLDEN)
  // xoshiro stays at zero for ever when all of its state is zero.
  if ((a | b | c | d) === 0) a = 1
  let spare = Number.NaN

  function bits(): number {
    const times5 = Math.imul(b, 5)
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = (d << 11) | (d >>> 21)
    return result
  }

  function uniform(): number {
    const high = bits() >>> 5
    return (high * 2 ** 26 + (bits() >>> 6)) * 2 ** -53
  }

  function below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > RANGE) throw new RangeError(`n must be an integer in 1 … 2³², not ${n}`)
    // Draws at and above the last whole multiple of n would favour the small results.
    const limit = RANGE - (RANGE % n)
    let draw = bits()
    while (draw >= limit) draw = bits()
    return draw % n
  }

  function normal(): number {
    if (!Number.isNaN(spare)) {
      const value = spare
      spare = Number.NaN
      return value
    }
    let x: number
    let y: number
    let square: number
    do {
      x = 2 * uniform() - 1
      y = 2 * uniform() - 1
      square = x * x + y * y
    } while (square >= 1 || square === 0)
    const scale = Math.sqrt((-2 * Math.log(square)) / square)
    spare = y * scale
    return x * scale
  }

  function shuffle(values: { [index: number]: number; readonly length: number }): void {
    for (let i = values.length - 1; i > 0; i--) {
      const k = below(i + 1)
      const value = values[i]!
      values[i] = values[k]!
      values[k] = value
    }
  }

  return { bits, uniform, below, normal, shuffle }
}

const RANGE = 2 ** 32
const GOLDEN = 0x9e3779b9

/** The finalizer of splitmix32: every bit of the input moves every bit of the result. */
function scramble(value: number): number {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return x ^ (x >>> 15)
}
