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

/** T(GL)^2 / (HL + lambda) + T(GR)^2 / (HR + lambda): both divisions in one instruction. */
@inline
function gainOfPair(gl: f64, hl: f64, gr: f64, hr: f64, lambda: f64, alpha: f64): f64 {
  const g = f64x2(shrink(gl, alpha), shrink(gr, alpha));
  const h = f64x2.add(f64x2(hl, hr), f64x2.splat(lambda));
  const q = f64x2.div(f64x2.mul(g, g), h);
  return f64x2.extract_lane(q, 0) + f64x2.extract_lane(q, 1);
}

// The best split so far.
let best: f64 = 0;
let bestBin = 0;
let bestLeft = 0;
let bestG: f64 = 0;
let bestH: f64 = 0;

/** Scores one cut. `left`, `right`: sums of quanta on both sides. */
@inline
function consider(
  left: v128, right: v128, bin: i32, defaultLeft: i32, gUnit: f64, hUnit: f64, lambda: f64, alpha: f64,
  constrained: i32, direction: i32, lower: f64, upper: f64,
): void {
  const gl = <f64>i64x2.extract_lane(left, 0) * gUnit;
  const hl = <f64>i64x2.extract_lane(left, 1) * hUnit;
  const gr = <f64>i64x2.extract_lane(right, 0) * gUnit;
  const hr = <f64>i64x2.extract_lane(right, 1) * hUnit;
  let gain: f64;
  if (constrained) {
    const wl = weight(gl, hl, lambda, alpha, lower, upper);
    const wr = weight(gr, hr, lambda, alpha, lower, upper);
    if ((direction > 0 && wl > wr) || (direction < 0 && wl < wr)) return;
    gain = gainOfWeight(gl, hl, lambda, wl) + gainOfWeight(gr, hr, lambda, wr);
  } else {
    gain = gainOfPair(gl, hl, gr, hr, lambda, alpha);
  }
  if (gain > best) {
    best = gain;
    bestBin = bin;
    bestLeft = defaultLeft;
    bestG = <f64>i64x2.extract_lane(left, 0);
    bestH = <f64>i64x2.extract_lane(left, 1);
  }
}

/** Whether a child may have these sums. */
@inline
function enough(sums: v128, hUnit: f64, minChildWeight: f64): bool {
  const h = i64x2.extract_lane(sums, 1);
  return h > 0 && <f64>h * hUnit >= minChildWeight;
}

/**
 * Looks at every cut of a feature's histogram, rising with missing values right, then, if the node has any, falling with
 * them left; of equal gains the first is kept. So ties, as across bins that are empty in the node, fall as XGBoost's do.
 *
 * Writes eight f64 to `out`: gain over the unsplit node (-Infinity: no split), last bin that goes left, 1 if missing values
 * go left, sums of quantised gradients and hessians of the left child, and of the node.
 * `bins` counts the codes of present values; code 255 is missing if `missing`. `gUnit` and `hUnit` are the values of one
 * quantum. `constrained`: weights are held in [lower, upper], and `direction` (+1, -1) forbids splits against it.
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
  const total = i64x2.add(present, absent);
  best = -Infinity;
  bestBin = 0;
  bestLeft = 0;
  bestG = 0;
  bestH = 0;

  // With missing values, "all present left, all missing right" is a split too.
  const stop = some ? bins : bins - 1;
  let left = i64x2.splat(0);
  for (let bin = 0; bin < stop; bin++) {
    const value = v128.load(hist + (<usize>bin << 4));
    if (!v128.any_true(value)) continue;
    left = i64x2.add(left, value);
    if (!enough(left, hUnit, minChildWeight)) continue;
    const right = i64x2.sub(total, left);
    if (!enough(right, hUnit, minChildWeight)) break;
    consider(left, right, bin, 0, gUnit, hUnit, lambda, alpha, constrained, direction, lower, upper);
  }
  if (some) {
    let right = i64x2.splat(0);
    for (let bin = bins - 1; bin > 0; bin--) {
      const value = v128.load(hist + (<usize>bin << 4));
      if (!v128.any_true(value)) continue;
      right = i64x2.add(right, value);
      if (!enough(right, hUnit, minChildWeight)) continue;
      const rest = i64x2.sub(total, right);
      if (!enough(rest, hUnit, minChildWeight)) break;
      consider(rest, right, bin - 1, 1, gUnit, hUnit, lambda, alpha, constrained, direction, lower, upper);
    }
  }

  const tg = <f64>i64x2.extract_lane(total, 0);
  const th = <f64>i64x2.extract_lane(total, 1);
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
