// SHAP values of trees by integration; the method is told in `src/main/learners/explain/treeShap.ts`.
//
// A node is 32 bytes: i32 left child (the right one follows it), u32 twice its feature plus 1 where missing values go right,
// f32 threshold, u32 the features that are split on at and below it as bits, f64 share of the rows that go left, f64 mean of
// the leaves below. A leaf has no such bits.
//
// A depth has three rows of `width` bytes, a f64 a point of the quadrature: the product of the factors on the path; the same
// without the factor of the feature that the node splits on; and the sum of value × product over the leaves below.

let nodes: usize;
/** f32 a feature. */
let row: usize;
/** f64 a feature: z, which is 1 for those that are not on the path. */
let zeros: usize;
/** u8 a feature: whether a split on the path turns the row away. */
let colds: usize;
/** f64 a feature. */
let out: usize;
/** Rows of `width` bytes: points t, 1 - t, weights, weights / (1 - t). */
let quadrature: usize;
/** Bytes of a row, a multiple of 16. */
let width: usize;

/** The factor of a feature that the row passes, at the points from `at` on: t + z·(1 - t). */
@inline
function factor(at: usize, zero: v128): v128 {
  return f64x2.add(v128.load(quadrature + at), f64x2.mul(zero, v128.load(quadrature + width + at)));
}

@inline
function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

@inline
function addTo(place: usize, value: f64): void {
  store<f64>(place, load<f64>(place) + value);
}

/** What an earlier split on the feature will count for the leaves below with its own z, though they have another one. */
@inline
function counted(sums: usize, zero: f64): f64 {
  if (zero == 1) return 0;
  const z = f64x2.splat(zero);
  let sum = f64x2.splat(0);
  for (let at: usize = 0; at < width; at += 16) {
    const weight = v128.load(quadrature + 2 * width + at);
    sum = f64x2.add(sum, f64x2.div(f64x2.mul(weight, v128.load(sums + at)), factor(at, z)));
  }
  return (1 - zero) * total(sum);
}

/** Adds the sums of the next depth to those of the depth at `depth`. */
@inline
function addSums(depth: usize): void {
  for (let at = depth + 2 * width, end = at + width; at < end; at += 16) {
    v128.store(at, f64x2.add(v128.load(at), v128.load(at + 3 * width)));
  }
}

/** Goes on to a child of a split on a feature that is cold: only its share is known. */
@inline
function followShare(node: i32, depth: usize, cold: u32, share: f64): void {
  const below = depth + 3 * width;
  const shares = f64x2.splat(share);
  for (let at: usize = 0; at < width; at += 16) v128.store(below + at, f64x2.mul(v128.load(depth + at), shares));
  walk(node, below, cold);
  addSums(depth);
}

/** Sums the leaves below a node, whose products stand at `depth`. `cold`: the cold features as bits. */
function walk(node: i32, depth: usize, cold: u32): void {
  const place = nodes + (<usize>node << 5);
  if (!(load<u32>(place, 12) & ~cold)) {
    // Whatever is known of the row tells nothing more here.
    const mean = f64x2.splat(load<f64>(place, 24));
    for (let at = depth, end = depth + width; at < end; at += 16) {
      v128.store(at + 2 * width, f64x2.mul(mean, v128.load(at)));
    }
    return;
  }
  for (let at = depth + 2 * width, end = at + width; at < end; at += 16) v128.store(at, f64x2.splat(0));
  const left = load<i32>(place);
  const split = load<u32>(place, 4);
  const own = <usize>(split >> 1);
  const share = load<f64>(place, 16);
  if (load<u8>(colds + own)) {
    followShare(left, depth, cold, share);
    followShare(left + 1, depth, cold, 1 - share);
    return;
  }
  const x = load<f32>(row + (own << 2));
  const right = <i32>(x >= load<f32>(place, 8)) | (<i32>(x != x) & <i32>(split & 1));
  const before = load<f64>(zeros + (own << 3));
  let others = depth;
  if (before != 1) {
    others += width;
    const z = f64x2.splat(before);
    for (let at: usize = 0; at < width; at += 16) {
      v128.store(others + at, f64x2.div(v128.load(depth + at), factor(at, z)));
    }
  }
  followHot(left + right, depth, others, cold, own, before * (right ? 1 - share : share));
  const other = right ? share : 1 - share;
  if (other > 0) followCold(left + (right ^ 1), depth, others, cold, own, before * other);
}

/** Goes on to the child that the row goes to: o stays 1, z becomes `zero`. */
@inline
function followHot(node: i32, depth: usize, others: usize, cold: u32, own: usize, zero: f64): void {
  const below = depth + 3 * width;
  const z = f64x2.splat(zero);
  for (let at: usize = 0; at < width; at += 16) {
    v128.store(below + at, f64x2.mul(v128.load(others + at), factor(at, z)));
  }
  const kept = zeros + (own << 3);
  const before = load<f64>(kept);
  store<f64>(kept, zero);
  walk(node, below, cold);
  store<f64>(kept, before);
  const sums = below + 2 * width;
  let now = f64x2.splat(0);
  for (let at: usize = 0; at < width; at += 16) {
    const weight = v128.load(quadrature + 2 * width + at);
    now = f64x2.add(now, f64x2.div(f64x2.mul(weight, v128.load(sums + at)), factor(at, z)));
  }
  addSums(depth);
  addTo(out + (own << 3), (1 - zero) * total(now) - counted(sums, before));
}

/** Goes on to the child that the row does not go to: o becomes 0, z becomes `zero`. */
@inline
function followCold(node: i32, depth: usize, others: usize, cold: u32, own: usize, zero: f64): void {
  const below = depth + 3 * width;
  const z = f64x2.splat(zero);
  for (let at: usize = 0; at < width; at += 16) {
    const factors = f64x2.mul(z, v128.load(quadrature + width + at));
    v128.store(below + at, f64x2.mul(v128.load(others + at), factors));
  }
  store<u8>(colds + own, 1);
  walk(node, below, own < 31 ? cold | (1 << <u32>own) : cold);
  store<u8>(colds + own, 0);
  const sums = below + 2 * width;
  let now = f64x2.splat(0);
  for (let at: usize = 0; at < width; at += 16) {
    // z in the derivative o - z and z in the factor that is taken out cancel.
    now = f64x2.add(now, f64x2.mul(v128.load(quadrature + 3 * width + at), v128.load(sums + at)));
  }
  addSums(depth);
  addTo(out + (own << 3), -total(now) - counted(sums, load<f64>(zeros + (own << 3))));
}

/**
 * Adds the SHAP values of the sum of `trees` trees to `values` (f64 a feature). `roots`: each tree's root (i32). `levels`:
 * the depths' rows, of which the first product is all ones. `shares` (f64 a feature) is all ones, `flags` (u8) all zeros.
 */
export function explain(
  packed: usize,
  roots: usize,
  trees: i32,
  x: usize,
  shares: usize,
  flags: usize,
  rule: usize,
  bytes: i32,
  levels: usize,
  values: usize,
): void {
  nodes = packed;
  row = x;
  zeros = shares;
  colds = flags;
  quadrature = rule;
  width = bytes;
  out = values;
  for (let t = 0; t < trees; t++) walk(load<i32>(roots + (<usize>t << 2)), levels, 0);
}
