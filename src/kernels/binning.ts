// Sorting of one feature's float32 values and coding of its rows into bins.

/** Replaces n float32 at `values` by u32 keys that sort as the values do: -0 is 0, NaN comes last. */
export function toKeys(values: usize, n: i32): void {
  const end = values + (<usize>n << 2);
  for (let p = values; p < end; p += 4) {
    const x = load<f32>(p);
    const bits = reinterpret<u32>(x + <f32>0);
    const key = bits ^ (<u32>(<i32>bits >> 31) | 0x80000000);
    store<u32>(p, select<u32>(0xffffffff, key, x != x));
  }
}

/** The reverse of `toKeys`. */
export function fromKeys(keys: usize, n: i32): void {
  const end = keys + (<usize>n << 2);
  for (let p = keys; p < end; p += 4) {
    const key = load<u32>(p);
    store<u32>(p, key ^ (<u32>(~(<i32>key >> 31)) | 0x80000000));
  }
}

/** Sorts n u32 keys from `a` into `b`, by 11 + 11 + 10 bits; `counts` is scratch of 3 x 2048 u32. Leaves `a` destroyed. */
export function radixSort(a: usize, b: usize, n: i32, counts: usize): void {
  memory.fill(counts, 0, 3 * 2048 * 4);
  const bytes = <usize>n << 2;
  for (let p: usize = 0; p < bytes; p += 4) {
    const key = load<u32>(a + p);
    const low = counts + (<usize>(key & 2047) << 2);
    const middle = counts + 8192 + (<usize>((key >> 11) & 2047) << 2);
    const high = counts + 16384 + (<usize>(key >> 22) << 2);
    store<u32>(low, load<u32>(low) + 1);
    store<u32>(middle, load<u32>(middle) + 1);
    store<u32>(high, load<u32>(high) + 1);
  }
  for (let pass = 0; pass < 3; pass++) {
    const table = counts + <usize>pass * 8192;
    let sum: u32 = 0;
    for (let p: usize = 0; p < 8192; p += 4) {
      const count = load<u32>(table + p);
      store<u32>(table + p, sum);
      sum += count;
    }
    const from = pass == 1 ? b : a;
    const to = pass == 1 ? a : b;
    const shift = pass * 11;
    for (let p: usize = 0; p < bytes; p += 4) {
      const key = load<u32>(from + p);
      const slot = table + (<usize>((key >> shift) & 2047) << 2);
      const place = load<u32>(slot);
      store<u32>(slot, place + 1);
      store<u32>(to + (<usize>place << 2), key);
    }
  }
}

@inline
function step(at: usize, half: usize, x: f32): usize {
  return at + select<usize>(half, 0, load<f32>(at + half - 4) <= x);
}

@inline
function put(out: usize, wide: i32, at: usize, cuts: usize, x: f32, last: i32, missing: i32): void {
  const found = <i32>((at - cuts) >> 2);
  const code = select<i32>(missing, select<i32>(found, last, found < last), x != x);
  if (wide) store<u16>(out, <u16>code);
  else store<u8>(out, <u8>code);
}

/**
 * Codes n float32 values: the number of cuts <= x, at most `last`; `missing` for NaN.
 * `cuts` holds ascending float32 in a table of `size` entries, a power of two, filled up with Infinity.
 * Row i's code goes to out + i * stride, as u16 if `wide`, else as u8.
 * Four branchless binary searches run side by side, since each alone only waits for its loads.
 */
export function encode(values: usize, n: i32, cuts: usize, size: i32, last: i32, missing: i32, out: usize, stride: i32, wide: i32): void {
  let i = 0;
  const jump = <usize>stride;
  for (; i + 3 < n; i += 4) {
    const p = values + (<usize>i << 2);
    const x0 = load<f32>(p);
    const x1 = load<f32>(p, 4);
    const x2 = load<f32>(p, 8);
    const x3 = load<f32>(p, 12);
    let a0 = cuts;
    let a1 = cuts;
    let a2 = cuts;
    let a3 = cuts;
    for (let half = <usize>size << 1; half >= 4; half >>= 1) {
      a0 = step(a0, half, x0);
      a1 = step(a1, half, x1);
      a2 = step(a2, half, x2);
      a3 = step(a3, half, x3);
    }
    const o = out + <usize>i * jump;
    put(o, wide, a0, cuts, x0, last, missing);
    put(o + jump, wide, a1, cuts, x1, last, missing);
    put(o + 2 * jump, wide, a2, cuts, x2, last, missing);
    put(o + 3 * jump, wide, a3, cuts, x3, last, missing);
  }
  for (; i < n; i++) {
    const x = load<f32>(values + (<usize>i << 2));
    let at = cuts;
    for (let half = <usize>size << 1; half >= 4; half >>= 1) at = step(at, half, x);
    put(out + <usize>i * jump, wide, at, cuts, x, last, missing);
  }
}
