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

/**
 * Looks at every cut of a feature's histogram, first with missing values right, then, if the node has any, left.
 * Writes eight f64 to `out`: gain over the unsplit node (-Infinity: no split), last bin that goes left, 1 if missing values
 * go left, sums of quantised gradients and hessians of the left child, and of the node. Of equal gains the first is kept.
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
  const tg = <f64>i64x2.extract_lane(total, 0);
  const th = <f64>i64x2.extract_lane(total, 1);
  const g = tg * gUnit;
  const h = th * hUnit;

  let best: f64 = -Infinity;
  let bestBin = 0;
  let bestLeft = 0;
  let bestG: f64 = 0;
  let bestH: f64 = 0;
  // With missing values present, "all present left, all missing right" is a split too.
  const sides = some ? 2 : 1;
  for (let side = 0; side < sides; side++) {
    let left = side ? absent : i64x2.splat(0);
    const stop = some && !side ? bins : bins - 1;
    for (let bin = 0; bin < stop; bin++) {
      const value = v128.load(hist + (<usize>bin << 4));
      if (!v128.any_true(value)) continue;
      left = i64x2.add(left, value);
      const lg = <f64>i64x2.extract_lane(left, 0);
      const lh = <f64>i64x2.extract_lane(left, 1);
      const hl = lh * hUnit;
      if (hl < minChildWeight || lh <= 0) continue;
      const hr = (th - lh) * hUnit;
      if (hr < minChildWeight || th - lh <= 0) break;
      const gl = lg * gUnit;
      const gr = (tg - lg) * gUnit;
      let gain: f64;
      if (constrained) {
        const wl = weight(gl, hl, lambda, alpha, lower, upper);
        const wr = weight(gr, hr, lambda, alpha, lower, upper);
        if ((direction > 0 && wl > wr) || (direction < 0 && wl < wr)) continue;
        gain = gainOfWeight(gl, hl, lambda, wl) + gainOfWeight(gr, hr, lambda, wr);
      } else {
        gain = gainOfPair(gl, hl, gr, hr, lambda, alpha);
      }
      if (gain > best) {
        best = gain;
        bestBin = bin;
        bestLeft = side;
        bestG = lg;
        bestH = lh;
      }
    }
  }
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
