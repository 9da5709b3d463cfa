// Gradient histograms: 256 bins a feature, a bin is two i64, the sums of the quantised gradients and hessians.
// Sums of integers do not depend on their order, so neither do models on the number of threads.

/**
 * `count` (1-8) features from `codes` on; a constant at each call, so that the tests of it vanish. Written out, since an
 * offset that is no constant to the compiler costs a tenth of the time.
 */
@inline
function rows(count: i32, hist: usize, codes: usize, stride: i32, order: usize, n: i32, gradients: usize): void {
  const end = order + (<usize>n << 2);
  for (let p = order; p < end; p += 4) {
    const i = <usize>load<u32>(p);
    const value = v128.load_ext<i32>(gradients + (i << 3));
    const at = codes + i * <usize>stride;
    let bin = hist + (<usize>load<u8>(at) << 4);
    v128.store(bin, i64x2.add(v128.load(bin), value));
    if (count > 1) {
      bin = hist + (<usize>load<u8>(at, 1) << 4);
      v128.store(bin, i64x2.add(v128.load(bin, 4096), value), 4096);
    }
    if (count > 2) {
      bin = hist + (<usize>load<u8>(at, 2) << 4);
      v128.store(bin, i64x2.add(v128.load(bin, 8192), value), 8192);
    }
    if (count > 3) {
      bin = hist + (<usize>load<u8>(at, 3) << 4);
      v128.store(bin, i64x2.add(v128.load(bin, 12288), value), 12288);
    }
    if (count > 4) {
      bin = hist + (<usize>load<u8>(at, 4) << 4);
      v128.store(bin, i64x2.add(v128.load(bin, 16384), value), 16384);
    }
    if (count > 5) {
      bin = hist + (<usize>load<u8>(at, 5) << 4);
      v128.store(bin, i64x2.add(v128.load(bin, 20480), value), 20480);
    }
    if (count > 6) {
      bin = hist + (<usize>load<u8>(at, 6) << 4);
      v128.store(bin, i64x2.add(v128.load(bin, 24576), value), 24576);
    }
    if (count > 7) {
      bin = hist + (<usize>load<u8>(at, 7) << 4);
      v128.store(bin, i64x2.add(v128.load(bin, 28672), value), 28672);
    }
  }
}

/** Empties `bytes` of a histogram. */
export function clear(hist: usize, bytes: usize): void {
  memory.fill(hist, 0, bytes);
}

/**
 * Adds the gradients (i32 pairs) of the n rows listed at `order` to the histogram of every feature.
 * `codes` is row-major, `features` bytes a row.
 */
export function accumulate(hist: usize, codes: usize, features: i32, order: usize, n: i32, gradients: usize): void {
  for (let first = 0; first < features; first += 8) {
    const h = hist + <usize>first * 4096;
    const c = codes + <usize>first;
    switch (min(features - first, 8)) {
      case 1: rows(1, h, c, features, order, n, gradients); break;
      case 2: rows(2, h, c, features, order, n, gradients); break;
      case 3: rows(3, h, c, features, order, n, gradients); break;
      case 4: rows(4, h, c, features, order, n, gradients); break;
      case 5: rows(5, h, c, features, order, n, gradients); break;
      case 6: rows(6, h, c, features, order, n, gradients); break;
      case 7: rows(7, h, c, features, order, n, gradients); break;
      default: rows(8, h, c, features, order, n, gradients);
    }
  }
}

/** Adds `bytes` of one feature's histogram to another. */
export function merge(target: usize, from: usize, bytes: usize): void {
  for (let p: usize = 0; p < bytes; p += 16) {
    v128.store(target + p, i64x2.add(v128.load(target + p), v128.load(from + p)));
  }
}

/** `bytes` of one feature's histogram of a node as its parent's less its sibling's. */
export function subtract(target: usize, parent: usize, sibling: usize, bytes: usize): void {
  for (let p: usize = 0; p < bytes; p += 16) {
    v128.store(target + p, i64x2.sub(v128.load(parent + p), v128.load(sibling + p)));
  }
}
