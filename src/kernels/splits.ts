// The best split of one node on one feature, by XGBoost's gain.

@inline
function shrink(g: f64, alpha: f64): f64 {
  return g > alpha ? g - alpha : g < -alpha ? g + alpha : 0;
}

@inline
function weight(g: f64, h: f64, lambda: f64, alpha: f64, lower: f64, upper: f64): f64 {
  const d = h + lambda;
  const w = d > 0 ? -shrink(g, alpha) / d : 0;
  return max(lower, min(upper, w));
}

@inline
function gainOfWeight(g: f64, h: f64, lambda: f64, w: f64): f64 {
  return -(2 * g * w + (h + lambda) * w * w);
}

/** `shrink` of two. */
@inline
function shrinkPair(g: v128, alpha: f64): v128 {
  const size = f64x2.pmax(f64x2.sub(f64x2.abs(g), f64x2.splat(alpha)), f64x2.splat(0));
  return v128.or(size, v128.and(g, f64x2.splat(-0.0)));
}

/** Two i64 below 2^51 in size as f64: added to the bits of 1.5 * 2^52, they are what its mantissa counts. */
@inline
function floats(sums: v128): v128 {
  const base = f64x2.splat(6755399441055744);
  return f64x2.sub(i64x2.add(sums, base), base);
}

// The best split so far.
let best: f64 = 0;
let bestBin = 0;
let bestLeft = 0;
let bestG: f64 = 0;
let bestH: f64 = 0;

/** Scores one cut. `left`, `right`: sums of quanta on both sides, f64 pairs; `units`: the values of one quantum. */
@inline
function consider(
  left: v128, right: v128, bin: i32, defaultLeft: i32, units: v128, lambda: f64, alpha: f64,
  constrained: i32, direction: i32, lower: f64, upper: f64,
): void {
  const l = f64x2.mul(left, units);
  const r = f64x2.mul(right, units);
  let gain: f64;
  if (constrained) {
    const gl = f64x2.extract_lane(l, 0);
    const hl = f64x2.extract_lane(l, 1);
    const gr = f64x2.extract_lane(r, 0);
    const hr = f64x2.extract_lane(r, 1);
    const wl = weight(gl, hl, lambda, alpha, lower, upper);
    const wr = weight(gr, hr, lambda, alpha, lower, upper);
    if ((direction > 0 && wl > wr) || (direction < 0 && wl < wr)) return;
    gain = gainOfWeight(gl, hl, lambda, wl) + gainOfWeight(gr, hr, lambda, wr);
  } else {
    // T(GL)^2 / (HL + lambda) + T(GR)^2 / (HR + lambda): both divisions in one instruction.
    let g = v128.shuffle<i64>(l, r, 0, 2);
    if (alpha != 0) g = shrinkPair(g, alpha);
    const h = f64x2.add(v128.shuffle<i64>(l, r, 1, 3), f64x2.splat(lambda));
    const q = f64x2.div(f64x2.mul(g, g), h);
    gain = f64x2.extract_lane(q, 0) + f64x2.extract_lane(q, 1);
  }
  if (gain > best) {
    best = gain;
    bestBin = bin;
    bestLeft = defaultLeft;
    bestG = f64x2.extract_lane(left, 0);
    bestH = f64x2.extract_lane(left, 1);
  }
}

/** Whether a child may have these sums. */
@inline
function enough(sums: v128, hUnit: f64, minChildWeight: f64): bool {
  const h = f64x2.extract_lane(sums, 1);
  return h > 0 && h * hUnit >= minChildWeight;
}

/**
 * Looks at every cut of a feature's histogram, rising with missing values right, then, if the node has any, falling with
 * them left; of equal gains the first is kept. So ties, as across bins that are empty in the node, fall as XGBoost's do.
 *
 * Writes eight f64 to `out`: gain over the unsplit node (-Infinity: no split), last bin that goes left, 1 if missing values
 * go left, sums of quantised gradients and hessians of the left child, and of the node.
 * `bins` counts the codes of present values; code 255 is missing if `missing`. `gUnit` and `hUnit` are the values of one
 * quantum, of which a node has less than 2^51. `constrained`: weights are held in [lower, upper], and `direction` (+1, -1)
 * forbids splits against it.
 */
export function bestSplit(
  hist: usize, bins: i32, missing: i32, out: usize, gUnit: f64, hUnit: f64, lambda: f64, alpha: f64, minChildWeight: f64,
  constrained: i32, direction: i32, lower: f64, upper: f64,
): void {
  const end = hist + (<usize>bins << 4);
  let present = i64x2.splat(0);
  for (let p = hist; p < end; p += 16) present = i64x2.add(present, v128.load(p));
  const absent = missing ? v128.load(hist + 4080) : i64x2.splat(0);
  const some = v128.any_true(absent);
  const total = floats(i64x2.add(present, absent));
  const units = f64x2(gUnit, hUnit);
  best = -Infinity;
  bestBin = 0;
  bestLeft = 0;
  bestG = 0;
  bestH = 0;

  // With missing values, "all present left, all missing right" is a split too.
  const stop = some ? bins : bins - 1;
  let left = f64x2.splat(0);
  for (let bin = 0; bin < stop; bin++) {
    const value = v128.load(hist + (<usize>bin << 4));
    if (!v128.any_true(value)) continue;
    left = f64x2.add(left, floats(value));
    if (!enough(left, hUnit, minChildWeight)) continue;
    const right = f64x2.sub(total, left);
    if (!enough(right, hUnit, minChildWeight)) break;
    consider(left, right, bin, 0, units, lambda, alpha, constrained, direction, lower, upper);
  }
  if (some) {
    let right = f64x2.splat(0);
    for (let bin = bins - 1; bin > 0; bin--) {
      const value = v128.load(hist + (<usize>bin << 4));
      if (!v128.any_true(value)) continue;
      right = f64x2.add(right, floats(value));
      if (!enough(right, hUnit, minChildWeight)) continue;
      const rest = f64x2.sub(total, right);
      if (!enough(rest, hUnit, minChildWeight)) break;
      consider(rest, right, bin - 1, 1, units, lambda, alpha, constrained, direction, lower, upper);
    }
  }

  const tg = f64x2.extract_lane(total, 0);
  const th = f64x2.extract_lane(total, 1);
  const g = tg * gUnit;
  const h = th * hUnit;
  const whole = constrained
    ? gainOfWeight(g, h, lambda, weight(g, h, lambda, alpha, lower, upper))
    : h + lambda > 0 ? shrink(g, alpha) * shrink(g, alpha) / (h + lambda) : 0;
  store<f64>(out, best - whole);
  store<f64>(out + 8, <f64>bestBin);
  store<f64>(out + 16, <f64>bestLeft);
  store<f64>(out + 24, bestG);
  store<f64>(out + 32, bestH);
  store<f64>(out + 40, tg);
  store<f64>(out + 48, th);
}
