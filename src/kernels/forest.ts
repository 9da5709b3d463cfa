// One tree grown to purity by the Gini impurity, on rows coded into bins (column-major).
//
// A row in the tree is one u64: its number (low 32 bits), its weight (31 bits: how often it was drawn, times its own weight)
// and its label (the top bit). A histogram bin is one i64: the weight of its rows, and of the positive ones 32 bits higher.
// So both are added at once, exactly, and the order of the rows does not matter.
//
// Which bins a node fills is kept in a bitmap of two levels, so that small nodes, most of a tree, neither clear nor scan
// all bins: they touch as many as they have rows.

let state: u64 = 0;

@inline
function random(): u32 {
  state += 0x9e3779b97f4a7c15;
  let z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return <u32>((z ^ (z >> 31)) >> 32);
}

/** A whole number below n, without the bias of a remainder for n < 2^32 (off by at most n / 2^32). */
@inline
function below(n: u32): u32 {
  return <u32>((<u64>random() * <u64>n) >> 32);
}

/** Starts the sequence of random numbers of tree `tree`. */
export function seed(value: u32, tree: u32): void {
  state = (<u64>value << 32) | <u64>tree;
  random();
}

/**
 * Lists the rows of a tree at `entries` and returns how many they are: n draws with replacement if `bootstrap`, else each once.
 * `weights` (u32) may be 0: all 1. `counts` is scratch of n bytes.
 */
export function drawRows(entries: usize, n: i32, labels: usize, weights: usize, bootstrap: i32, counts: usize): i32 {
  memory.fill(counts, bootstrap ? 0 : 1, <usize>n);
  if (bootstrap) {
    for (let k = 0; k < n; k++) {
      const p = counts + <usize>below(<u32>n);
      store<u8>(p, load<u8>(p) + 1);
    }
  }
  let to = entries;
  for (let i = 0; i < n; i++) {
    let w = <u64>load<u8>(counts + <usize>i);
    if (weights) w = min<u64>(w * <u64>load<u32>(weights + (<usize>i << 2)), 0x7fffffff);
    store<u64>(to, <u64>i | (w << 32) | (<u64>load<u8>(labels + <usize>i) << 63));
    to += <usize>(w != 0) << 3;
  }
  return <i32>((to - entries) >> 3);
}

@inline
function weightOf(entry: u64): i64 {
  const w = (entry >> 32) & 0x7fffffff;
  return <i64>(w | ((w << 32) & (0 - (entry >> 63))));
}

// The candidate split of the node at hand.
let bestScore: f64 = 0;
let bestFeature = 0;
let bestLow = 0;
let bestHigh = 0;
let distinct = 0;

// The scan of one feature: weights left of the cut so far, and the last filled bin.
let sum: i64 = 0;
let last = -1;

/** One filled bin more: scores the cut before it, by the summed impurity pl ql / wl + pr qr / wr of both sides. */
@inline
function visit(feature: i32, bin: i32, value: i64, total: i64, minLeaf: f64): void {
  if (last >= 0) {
    distinct = 1;
    const right = total - sum;
    const wl = <f64>(sum & 0xffffffff);
    const wr = <f64>(right & 0xffffffff);
    if (wl >= minLeaf && wr >= minLeaf) {
      const p = f64x2(<f64>(sum >>> 32), <f64>(right >>> 32));
      const w = f64x2(wl, wr);
      const q = f64x2.div(f64x2.mul(p, f64x2.sub(w, p)), w);
      const score = f64x2.extract_lane(q, 0) + f64x2.extract_lane(q, 1);
      if (score < bestScore) {
        bestScore = score;
        bestFeature = feature;
        bestLow = last;
        bestHigh = bin;
      }
    }
  }
  sum += value;
  last = bin;
}

@inline
function histogram<T>(column: usize, entries: usize, end: usize, hist: usize): void {
  for (let p = entries; p < end; p += 8) {
    const entry = load<u64>(p);
    const bin = hist + (<usize>load<T>(column + <usize><u32>entry * sizeof<T>()) << 3);
    store<i64>(bin, load<i64>(bin) + weightOf(entry));
  }
}

/** All bins in turn; leaves the histogram cleared. */
@inline
function scanAll<T>(feature: i32, column: usize, bins: i32, entries: usize, end: usize, total: i64, minLeaf: f64, hist: usize): void {
  histogram<T>(column, entries, end, hist);
  for (let bin = 0; bin < bins; bin++) {
    const value = load<i64>(hist + (<usize>bin << 3));
    if (value != 0) visit(feature, bin, value, total, minLeaf);
  }
  memory.fill(hist, 0, <usize>bins << 3);
}

/** Only the filled bins, through the bitmap; leaves histogram and bitmap cleared. */
@inline
function scanFilled<T>(feature: i32, column: usize, entries: usize, end: usize, total: i64, minLeaf: f64, hist: usize, bitmap: usize): void {
  const top = bitmap + 8192;
  let words: u64 = 0;
  for (let p = entries; p < end; p += 8) {
    const entry = load<u64>(p);
    const code = <usize>load<T>(column + <usize><u32>entry * sizeof<T>());
    const bin = hist + (code << 3);
    store<i64>(bin, load<i64>(bin) + weightOf(entry));
    const word = bitmap + ((code >> 6) << 3);
    store<u64>(word, load<u64>(word) | (<u64>1 << (code & 63)));
    if (sizeof<T>() == 1) {
      words |= <u64>1 << (code >> 6);
    } else {
      const group = top + ((code >> 12) << 3);
      store<u64>(group, load<u64>(group) | (<u64>1 << ((code >> 6) & 63)));
    }
  }
  const groups = sizeof<T>() == 1 ? 1 : 16;
  for (let group = 0; group < groups; group++) {
    if (sizeof<T>() != 1) {
      words = load<u64>(top + (<usize>group << 3));
      store<u64>(top + (<usize>group << 3), 0);
    }
    while (words) {
      const word = (group << 6) + <i32>ctz(words);
      words &= words - 1;
      const at = bitmap + (<usize>word << 3);
      let bits = load<u64>(at);
      store<u64>(at, 0);
      while (bits) {
        const bin = (word << 6) + <i32>ctz(bits);
        bits &= bits - 1;
        const cell = hist + (<usize>bin << 3);
        visit(feature, bin, load<i64>(cell), total, minLeaf);
        store<i64>(cell, 0);
      }
    }
  }
}

/**
 * Grows a tree over `n` entries and returns the number of its nodes (at most 2 n - 1).
 *
 * `codes`: features x rows codes of type T, column-major. `bins`: i32 a feature, its number of codes.
 * `edges`: u32 a feature, the address of the smallest values of its bins (f32), followed by the largest ones.
 * `maxFeatures`: features tried at each node, drawn without replacement; more while all tried are constant (as scikit-learn does).
 * `scratch`: entries' spare copy (8 n bytes), histogram (512 KiB, zero), bitmap (8 KiB + 128, zero), features' order (4 bytes each), stack.
 * Nodes: `feature` i16 (-1: leaf), `threshold` f32, `left` i32, `value` f32 (share of positive weight), `cover` f32 (weight),
 * `gain` f32 (weight times the fall in Gini impurity).
 */
@inline
function grow<T>(
  codes: usize, rows: i32, features: i32, bins: usize, edges: usize, entries: usize, n: i32,
  maxFeatures: i32, maxDepth: i32, minSplit: f64, minLeaf: f64, unit: f64,
  spare: usize, hist: usize, bitmap: usize, shuffle: usize, stack: usize,
  feature: usize, threshold: usize, left: usize, value: usize, cover: usize, gain: usize,
): i32 {
  let nodes = 1;
  let depth = 0;
  let top = stack;
  store<i32>(top, 0);
  store<i32>(top, n, 4);
  store<i32>(top, 0, 8);
  store<i32>(top, 0, 12);
  top += 16;
  for (let f = 0; f < features; f++) store<i32>(shuffle + (<usize>f << 2), f);

  while (top > stack) {
    top -= 16;
    const begin = load<i32>(top);
    const stop = load<i32>(top, 4);
    const node = <usize>load<i32>(top, 8);
    depth = load<i32>(top, 12);
    const from = entries + (<usize>begin << 3);
    const end = entries + (<usize>stop << 3);

    let total: i64 = 0;
    for (let p = from; p < end; p += 8) total += weightOf(load<u64>(p));
    const w = <f64>(total & 0xffffffff);
    const positive = <f64>(total >>> 32);
    store<i16>(feature + (node << 1), -1);
    store<f32>(threshold + (node << 2), 0);
    store<i32>(left + (node << 2), 0);
    store<f32>(value + (node << 2), <f32>(positive / w));
    store<f32>(cover + (node << 2), <f32>(w * unit));
    store<f32>(gain + (node << 2), 0);
    if (positive == 0 || positive == w || depth >= maxDepth || w < minSplit) continue;

    bestScore = Infinity;
    bestFeature = -1;
    distinct = 0;
    for (let tried = 0; tried < features && (tried < maxFeatures || !distinct); tried++) {
      const other = shuffle + (<usize>(tried + <i32>below(<u32>(features - tried))) << 2);
      const here = shuffle + (<usize>tried << 2);
      const f = load<i32>(other);
      store<i32>(other, load<i32>(here));
      store<i32>(here, f);
      const column = codes + <usize>f * <usize>rows * sizeof<T>();
      const count = load<i32>(bins + (<usize>f << 2));
      sum = 0;
      last = -1;
      if (stop - begin > count) scanAll<T>(f, column, count, from, end, total, minLeaf, hist);
      else scanFilled<T>(f, column, from, end, total, minLeaf, hist, bitmap);
    }
    if (bestFeature < 0) continue;

    const column = codes + <usize>bestFeature * <usize>rows * sizeof<T>();
    const limit = <u32>bestLow;
    let to = from;
    let aside = spare;
    for (let p = from; p < end; p += 8) {
      const entry = load<u64>(p);
      const goes = <usize>(<u32>load<T>(column + <usize><u32>entry * sizeof<T>()) <= limit) << 3;
      store<u64>(to, entry);
      store<u64>(aside, entry);
      to += goes;
      aside += 8 - goes;
    }
    memory.copy(to, spare, aside - spare);

    // Halfway between the values on both sides, unless rounding would move the cut onto the left one.
    const table = <usize>load<u32>(edges + (<usize>bestFeature << 2));
    const count = <usize>load<i32>(bins + (<usize>bestFeature << 2));
    const low = load<f32>(table + ((count + <usize>bestLow) << 2));
    const high = load<f32>(table + (<usize>bestHigh << 2));
    const middle = <f32>((<f64>low + <f64>high) / 2);
    store<i16>(feature + (node << 1), <i16>bestFeature);
    store<f32>(threshold + (node << 2), middle > low ? middle : high);
    store<i32>(left + (node << 2), nodes);
    store<f32>(gain + (node << 2), <f32>(2 * (positive * (w - positive) / w - bestScore) * unit));

    // The larger child waits, so the stack never holds more than log2(n) + 1 nodes.
    const middleRow = begin + <i32>((to - from) >> 3);
    const leftFirst = middleRow - begin < stop - middleRow;
    for (let k = 0; k < 2; k++) {
      const takeLeft = (k == 1) == leftFirst;
      store<i32>(top, takeLeft ? begin : middleRow);
      store<i32>(top, takeLeft ? middleRow : stop, 4);
      store<i32>(top, takeLeft ? nodes : nodes + 1, 8);
      store<i32>(top, depth + 1, 12);
      top += 16;
    }
    nodes += 2;
  }
  return nodes;
}

export function growNarrow(
  codes: usize, rows: i32, features: i32, bins: usize, edges: usize, entries: usize, n: i32,
  maxFeatures: i32, maxDepth: i32, minSplit: f64, minLeaf: f64, unit: f64,
  spare: usize, hist: usize, bitmap: usize, shuffle: usize, stack: usize,
  feature: usize, threshold: usize, left: usize, value: usize, cover: usize, gain: usize,
): i32 {
  return grow<u8>(
    codes, rows, features, bins, edges, entries, n, maxFeatures, maxDepth, minSplit, minLeaf, unit,
    spare, hist, bitmap, shuffle, stack, feature, threshold, left, value, cover, gain,
  );
}

export function growWide(
  codes: usize, rows: i32, features: i32, bins: usize, edges: usize, entries: usize, n: i32,
  maxFeatures: i32, maxDepth: i32, minSplit: f64, minLeaf: f64, unit: f64,
  spare: usize, hist: usize, bitmap: usize, shuffle: usize, stack: usize,
  feature: usize, threshold: usize, left: usize, value: usize, cover: usize, gain: usize,
): i32 {
  return grow<u16>(
    codes, rows, features, bins, edges, entries, n, maxFeatures, maxDepth, minSplit, minLeaf, unit,
    spare, hist, bitmap, shuffle, stack, feature, threshold, left, value, cover, gain,
  );
}
