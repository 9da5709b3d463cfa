// Gradients of the logistic loss, four rows at a time in float32, quantised to i32. A sum with 1.5 * 2^23 (float32) or
// 1.5 * 2^52 (float64) is rounded to a whole number, ties to even, which its lowest bits count: cheaper than an instruction for it.

/** e^x in float32: x = k ln 2 + r with |r| <= ln 2 / 2, a polynomial of degree 6 in r (Cephes' expf), scaled by 2^k. */
@inline
function exp4(value: v128): v128 {
  const x = f32x4.pmax(f32x4.splat(-87), f32x4.pmin(f32x4.splat(88), value));
  const counted = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504088896341)), f32x4.splat(12582912));
  const k = f32x4.sub(counted, f32x4.splat(12582912));
  let r = f32x4.sub(x, f32x4.mul(k, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(k, f32x4.splat(-2.12194440e-4)));
  let y = f32x4.splat(1.9875691500e-4);
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(5.0000001201e-1));
  y = f32x4.add(f32x4.add(f32x4.mul(y, f32x4.mul(r, r)), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(counted, i32x4.splat(127)), 23);
  return f32x4.mul(y, power);
}

/** The first two values, whole numbers in the lower half of an i64 each. */
@inline
function lowCounted(values: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(values), f64x2.splat(6755399441055744));
}

@inline
function highCounted(values: v128): v128 {
  return lowCounted(v128.shuffle<i64>(values, values, 1, 1));
}

@inline
function mix(value: v128): v128 {
  let x = v128.xor(value, i32x4.shr_u(value, 16));
  x = i32x4.mul(x, i32x4.splat(0x7feb352d));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(x, i32x4.splat(0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/**
 * For rows first <= i < last (first a multiple of 4; up to 3 rows more are written): g = (p - y) w and h = max(p (1 - p), 1e-16) w
 * with p = sigmoid(margin), as i32 pairs round(g * gScale), round(h * hScale).
 * `weights` (f32) may be 0: all 1. A row takes part when its hash with `seed` is at most `share` (u32; 0xffffffff: all rows do).
 */
export function logistic(
  margins: usize, labels: usize, weights: usize, out: usize, first: i32, last: i32, gScale: f32, hScale: f32, seed: u32, share: u32,
): void {
  const one = f32x4.splat(1);
  const gs = f32x4.splat(gScale);
  const hs = f32x4.splat(hScale);
  let rows = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  for (let i = first; i < last; i += 4) {
    const at = <usize>i;
    const p = f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(v128.load(margins + (at << 2))))));
    const labels16 = i16x8.extend_low_i8x16_u(v128.load32_zero(labels + at));
    const y = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(labels16));
    let w = weights ? v128.load(weights + (at << 2)) : one;
    if (share != 0xffffffff) {
      const hash = mix(v128.xor(i32x4.mul(rows, i32x4.splat(0x9e3779b1)), i32x4.splat(seed)));
      w = v128.and(w, i32x4.le_u(hash, i32x4.splat(share)));
      rows = i32x4.add(rows, i32x4.splat(4));
    }
    const h = f32x4.mul(f32x4.mul(f32x4.pmax(f32x4.mul(p, f32x4.sub(one, p)), f32x4.splat(1e-16)), w), hs);
    const g = f32x4.mul(f32x4.mul(f32x4.sub(p, y), w), gs);
    v128.store(out + (at << 3), v128.shuffle<i32>(lowCounted(g), lowCounted(h), 0, 4, 2, 6));
    v128.store(out + (at << 3), v128.shuffle<i32>(highCounted(g), highCounted(h), 0, 4, 2, 6), 16);
  }
}
