// Exact nearest neighbours by a KD-tree over flat buffers, in double precision.
//
// Points are row-major, `width` doubles each (an even number; unused ones are 0), reordered so that every node owns a
// contiguous range. Node n has its range of points in `ranges` (two i32: from, to), its right child in `right` (i32, 0 in
// a leaf; the left child is n + 1), and its bounding box in `boxes` (per pair of dimensions: two lows, two highs).

/** Squared distance from the point at `query` to the box at `box`. */
// @ts-ignore: decorator
@inline
function distanceToBox(query: usize, box: usize, bytes: usize): f64 {
  const zero = f64x2.splat(0)
  let sum = zero
  for (let d: usize = 0; d < bytes; d += 16) {
    const x = v128.load(query + d)
    const below = f64x2.sub(v128.load(box + 2 * d), x)
    const above = f64x2.sub(x, v128.load(box + 2 * d, 16))
    // At most one of the two is positive.
    const outside = f64x2.max(f64x2.max(below, above), zero)
    sum = f64x2.add(sum, f64x2.mul(outside, outside))
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}

/** Squared distance between two points. */
// @ts-ignore: decorator
@inline
function distance(a: usize, b: usize, bytes: usize): f64 {
  let sum = f64x2.splat(0)
  for (let d: usize = 0; d < bytes; d += 16) {
    const difference = f64x2.sub(v128.load(a + d), v128.load(b + d))
    sum = f64x2.add(sum, f64x2.mul(difference, difference))
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)
}

/**
 * Finds the `k` nearest points (squared Euclid, the point itself left out) of each of the `count` points whose places
 * are at `queries` (i32). Writes places to `found` (k i32 a query) and squared distances to `distances` (k f64 a query),
 * nearest first; of equally near points the first met wins. `stack` has 16 bytes for each level of the tree.
 */
export function nearest(
  points: usize, width: i32, ranges: usize, right: usize, boxes: usize,
  queries: usize, count: i32, k: i32, found: usize, distances: usize, stack: usize,
): void {
  const bytes = <usize>width << 3
  const last = <usize>(k - 1)
  for (let q = 0; q < count; q++) {
    const self = load<i32>(queries + (<usize>q << 2))
    const query = points + <usize>self * bytes
    const places = found + ((<usize>q * <usize>k) << 2)
    const squares = distances + ((<usize>q * <usize>k) << 3)
    for (let i = 0; i < k; i++) store<f64>(squares + (<usize>i << 3), f64.MAX_VALUE)
    let worst = f64.MAX_VALUE
    let depth: usize = 0
    let node = 0
    let descending = true
    while (true) {
      if (!descending) {
        if (depth == 0) break
        depth -= 16
        if (load<f64>(stack + depth) >= worst) continue
        node = load<i32>(stack + depth, 8)
        descending = true
      }
      const far = load<i32>(right + (<usize>node << 2))
      if (far != 0) {
        const near = node + 1
        const toNear = distanceToBox(query, boxes + 2 * <usize>near * bytes, bytes)
        const toFar = distanceToBox(query, boxes + 2 * <usize>far * bytes, bytes)
        // The side that holds the point itself goes first when both are at distance 0.
        const swap = toFar < toNear || (toFar == toNear && self >= load<i32>(ranges + (<usize>far << 3)))
        const second = swap ? toNear : toFar
        if (second < worst) {
          store<f64>(stack + depth, second)
          store<i32>(stack + depth, swap ? near : far, 8)
          depth += 16
        }
        node = swap ? far : near
        if ((swap ? toFar : toNear) >= worst) descending = false
        continue
      }
      descending = false
      const to = load<i32>(ranges + (<usize>node << 3), 4)
      for (let place = load<i32>(ranges + (<usize>node << 3)); place < to; place++) {
        if (place == self) continue
        const square = distance(query, points + <usize>place * bytes, bytes)
        if (square >= worst) continue
        let slot = last
        while (slot > 0 && load<f64>(squares + ((slot - 1) << 3)) > square) {
          store<f64>(squares + (slot << 3), load<f64>(squares + ((slot - 1) << 3)))
          store<i32>(places + (slot << 2), load<i32>(places + ((slot - 1) << 2)))
          slot--
        }
        store<f64>(squares + (slot << 3), square)
        store<i32>(places + (slot << 2), place)
        worst = load<f64>(squares + (last << 3))
      }
    }
  }
}
