// Sums of leaf values over trees, four rows side by side, since one row alone waits for each node to arrive.
//
// A node is 16 bytes: i32 left child (the right one follows it), u32 byte offset of its feature in a row plus 1 where missing
// values go right, f32 threshold, f32 value. A leaf is its own left child and its threshold is NaN, so whoever is there stays.

@inline
function step(nodes: usize, node: i32, row: usize, missing: bool): i32 {
  const p = nodes + (<usize>node << 4);
  const split = load<u32>(p, 4);
  const x = load<f32>(row + <usize>(split & ~1));
  const right = x >= load<f32>(p, 8);
  if (missing) return load<i32>(p) + <i32>(<u32>right | (<u32>(x != x) & split));
  return load<i32>(p) + <i32>right;
}

@inline
function value(nodes: usize, node: i32): f64 {
  return <f64>load<f32>(nodes + (<usize>node << 4), 12);
}

@inline
function tree(nodes: usize, root: i32, rows: usize, width: usize, first: i32, last: i32, out: usize, missing: bool): void {
  let i = first;
  for (; i + 3 < last; i += 4) {
    const r0 = rows + <usize>i * width;
    const r1 = r0 + width;
    const r2 = r1 + width;
    const r3 = r2 + width;
    let a = root;
    let b = root;
    let c = root;
    let d = root;
    while (true) {
      const a1 = step(nodes, a, r0, missing);
      const b1 = step(nodes, b, r1, missing);
      const c1 = step(nodes, c, r2, missing);
      const d1 = step(nodes, d, r3, missing);
      const moved = (a1 ^ a) | (b1 ^ b) | (c1 ^ c) | (d1 ^ d);
      a = a1;
      b = b1;
      c = c1;
      d = d1;
      if (!moved) break;
    }
    const o = out + (<usize>i << 3);
    store<f64>(o, load<f64>(o) + value(nodes, a));
    store<f64>(o, load<f64>(o, 8) + value(nodes, b), 8);
    store<f64>(o, load<f64>(o, 16) + value(nodes, c), 16);
    store<f64>(o, load<f64>(o, 24) + value(nodes, d), 24);
  }
  for (; i < last; i++) {
    const row = rows + <usize>i * width;
    let a = root;
    while (true) {
      const next = step(nodes, a, row, missing);
      if (next == a) break;
      a = next;
    }
    const o = out + (<usize>i << 3);
    store<f64>(o, load<f64>(o) + value(nodes, a));
  }
}

/**
 * Adds the leaf values of `trees` trees, whose root nodes are listed at `roots` (u32), to `out` (f64 a row).
 * `rows`: n rows of `width` bytes of float32. Tiles of 512 rows stay in the cache while all trees pass over them.
 * `missing` 0 promises that no value is NaN.
 */
export function addTrees(nodes: usize, roots: usize, trees: i32, rows: usize, n: i32, width: i32, out: usize, missing: i32): void {
  for (let first = 0; first < n; first += 512) {
    const last = min(first + 512, n);
    for (let t = 0; t < trees; t++) {
      const root = load<i32>(roots + (<usize>t << 2));
      if (missing) tree(nodes, root, rows, <usize>width, first, last, out, true);
      else tree(nodes, root, rows, <usize>width, first, last, out, false);
    }
  }
}
