// Rows of a node lie next to each other in an index array (u32). A row goes left when u8(code + shift) <= cut + shift:
// shift 1 turns the code of a missing value, 255, into 0, which is left of every cut.

/**
 * Copies n rows from `from` to `to`, those that go left first, and keeps their order on both sides; returns how many go left.
 * `spare` holds n u32.
 */
export function partition(from: usize, n: i32, codes: usize, stride: i32, cut: i32, shift: i32, to: usize, spare: usize): i32 {
  const limit = <u32>(cut + shift);
  let left = to;
  let right = spare;
  const end = from + (<usize>n << 2);
  for (let p = from; p < end; p += 4) {
    const i = load<u32>(p);
    const code = (<u32>load<u8>(codes + <usize>i * <usize>stride) + <u32>shift) & 255;
    const goes = <usize>(code <= limit) << 2;
    store<u32>(left, i);
    store<u32>(right, i);
    left += goes;
    right += 4 - goes;
  }
  memory.copy(left, spare, right - spare);
  return <i32>((left - to) >> 2);
}

/** Copies n u32. */
export function copy(from: usize, n: i32, to: usize): void {
  memory.copy(to, from, <usize>n << 2);
}

/** Writes first, first + 1, ... (n u32). */
export function identity(order: usize, first: i32, n: i32): void {
  for (let k = 0; k < n; k++) store<u32>(order + (<usize>k << 2), <u32>(first + k));
}

/** Adds a leaf's value to the margins (f32) of its rows. */
export function addLeaf(margins: usize, order: usize, n: i32, value: f32): void {
  const end = order + (<usize>n << 2);
  for (let p = order; p < end; p += 4) {
    const margin = margins + (<usize>load<u32>(p) << 2);
    store<f32>(margin, load<f32>(margin) + value);
  }
}

/** `partition` and `addLeaf` of both children in one, for a node whose children are leaves: the order stays. */
export function addLeaves(margins: usize, order: usize, n: i32, codes: usize, stride: i32, cut: i32, shift: i32, left: f32, right: f32): void {
  const limit = <u32>(cut + shift);
  const end = order + (<usize>n << 2);
  for (let p = order; p < end; p += 4) {
    const i = load<u32>(p);
    const code = (<u32>load<u8>(codes + <usize>i * <usize>stride) + <u32>shift) & 255;
    const margin = margins + (<usize>i << 2);
    store<f32>(margin, load<f32>(margin) + select<f32>(left, right, code <= limit));
  }
}
