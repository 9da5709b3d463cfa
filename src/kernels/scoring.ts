// Sums of leaf values over trees, eight rows side by side, since one row alone waits for each node to arrive.
//
// A node is 16 bytes: i32 left child (the right one follows it), u32 byte offset of its feature in a block of rows plus 1 where
// missing values go right, f32 threshold, f32 value. A leaf is its own left child and its threshold is NaN, so whoever is
// there stays.
//
// A block is eight rows, feature by feature: float32 values of the first feature for each of the rows, then of the second.

/** Where a row at `node` goes next; `block` is its own place in the block. */
@inline
function step(nodes: usize, node: i32, block: usize, missing: bool): i32 {
  const p = nodes + (<usize>node << 4);
  const split = load<u32>(p, 4);
  const x = load<f32>(block + <usize>(split & ~1));
  const right = x >= load<f32>(p, 8);
  if (missing) return load<i32>(p) + <i32>(<u32>right | (<u32>(x != x) & split));
  return load<i32>(p) + <i32>right;
}

@inline
function add(out: usize, nodes: usize, node: i32): void {
  store<f64>(out, load<f64>(out) + <f64>load<f32>(nodes + (<usize>node << 4), 12));
}

/** Adds one tree's values for the blocks first … last. After `depth` steps all have arrived; 0: none may move any more. */
@inline
function tree(nodes: usize, root: i32, depth: i32, rows: usize, width: usize, first: i32, last: i32, out: usize, missing: bool): void {
  for (let i = first; i < last; i++) {
    const block = rows + <usize>i * width;
    let a = root;
    let b = root;
    let c = root;
    let d = root;
    let e = root;
    let f = root;
    let g = root;
    let h = root;
    if (depth) {
      for (let s = 0; s < depth; s++) {
        a = step(nodes, a, block, missing);
        b = step(nodes, b, block + 4, missing);
        c = step(nodes, c, block + 8, missing);
        d = step(nodes, d, block + 12, missing);
        e = step(nodes, e, block + 16, missing);
        f = step(nodes, f, block + 20, missing);
        g = step(nodes, g, block + 24, missing);
        h = step(nodes, h, block + 28, missing);
      }
    } else {
      while (true) {
        const a1 = step(nodes, a, block, missing);
        const b1 = step(nodes, b, block + 4, missing);
        const c1 = step(nodes, c, block + 8, missing);
        const d1 = step(nodes, d, block + 12, missing);
        const e1 = step(nodes, e, block + 16, missing);
        const f1 = step(nodes, f, block + 20, missing);
        const g1 = step(nodes, g, block + 24, missing);
        const h1 = step(nodes, h, block + 28, missing);
        const moved = (a1 ^ a) | (b1 ^ b) | (c1 ^ c) | (d1 ^ d) | (e1 ^ e) | (f1 ^ f) | (g1 ^ g) | (h1 ^ h);
        a = a1;
        b = b1;
        c = c1;
        d = d1;
        e = e1;
        f = f1;
        g = g1;
        h = h1;
        if (!moved) break;
      }
    }
    const o = out + (<usize>i << 6);
    add(o, nodes, a);
    add(o + 8, nodes, b);
    add(o + 16, nodes, c);
    add(o + 24, nodes, d);
    add(o + 32, nodes, e);
    add(o + 40, nodes, f);
    add(o + 48, nodes, g);
    add(o + 56, nodes, h);
  }
}

/**
 * Adds the leaf values of `trees` trees to `out` (f64 a row). `roots` lists each tree's root node and its depth (u32 each;
 * depth 0: not known, or so deep that most rows arrive long before it). `rows`: `blocks` blocks of `width` bytes. Tiles of
 * 64 blocks stay in the cache while all trees pass over them. `missing` 0 promises that no value is NaN.
 */
export function addTrees(nodes: usize, roots: usize, trees: i32, rows: usize, blocks: i32, width: i32, out: usize, missing: i32): void {
  for (let first = 0; first < blocks; first += 64) {
    const last = min(first + 64, blocks);
    for (let t = 0; t < trees; t++) {
      const root = load<i32>(roots + (<usize>t << 3));
      const depth = load<i32>(roots + (<usize>t << 3), 4);
      if (missing) tree(nodes, root, depth, rows, <usize>width, first, last, out, true);
      else tree(nodes, root, depth, rows, <usize>width, first, last, out, false);
    }
  }
}
