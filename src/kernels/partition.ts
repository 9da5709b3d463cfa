// Rows of a node lie next to each other in an index array (u32). A row goes left when u8(code + shift) <= cut + shift:
// shift 1 turns the code of a missing value, 255, into 0, which is left of every cut.

/** Writes to `shuffles` (256 bytes), for each set of four lanes, what brings the lanes of the set to the front. */
export function writeShuffles(shuffles: usize): void {
  for (let mask = 0; mask < 16; mask++) {
    let first = 0;
    let last = 3;
    for (let lane = 0; lane < 4; lane++) {
      const place = (mask >> lane) & 1 ? first++ : last--;
      store<u32>(shuffles + <usize>(16 * mask + 4 * place), <u32>(0x03020100 + 0x04040404 * lane));
    }
  }
}

/** The codes of four rows in the first byte of each lane. */
@inline
function codesOf(codes: usize, stride: usize, i0: usize, i1: usize, i2: usize, i3: usize): v128 {
  let four = v128.load8_lane(codes + i0 * stride, i32x4.splat(0), 0);
  four = v128.load8_lane(codes + i1 * stride, four, 4);
  four = v128.load8_lane(codes + i2 * stride, four, 8);
  return v128.load8_lane(codes + i3 * stride, four, 12);
}

/**
 * Copies n rows from `from` to `to`, those that go left to the front, the others from the end on; returns how many go left.
 * Those that go left keep their order, the others are reversed: next to each other in memory stay next to each other.
 * `shuffles`: what `writeShuffles` wrote.
 */
export function partition(from: usize, n: i32, codes: usize, stride: i32, cut: i32, shift: i32, to: usize, shuffles: usize): i32 {
  const limit = i32x4.splat(cut + shift);
  const shifts = i8x16.splat(<i8>shift);
  const end = from + (<usize>n << 2);
  let left = to;
  let right = to + (<usize>n << 2);
  let p = from;
  // Four rows are stored on both sides, and eight must be left, so that what is stored too much hits no row.
  for (; p + 32 <= end; p += 16) {
    const rows = v128.load(p);
    const four = codesOf(
      codes, <usize>stride, <usize>i32x4.extract_lane(rows, 0), <usize>i32x4.extract_lane(rows, 1),
      <usize>i32x4.extract_lane(rows, 2), <usize>i32x4.extract_lane(rows, 3),
    );
    const shifted = v128.and(i8x16.add(four, shifts), i32x4.splat(255));
    const mask = i32x4.bitmask(i32x4.le_s(shifted, limit));
    const parted = i8x16.swizzle(rows, v128.load(shuffles + (<usize>mask << 4)));
    v128.store(left, parted);
    v128.store(right - 16, parted);
    const goes = <usize>popcnt(mask) << 2;
    left += goes;
    right -= 16 - goes;
  }
  for (; p < end; p += 4) {
    const i = load<u32>(p);
    const code = (<i32>load<u8>(codes + <usize>i * <usize>stride) + shift) & 255;
    if (code <= cut + shift) {
      store<u32>(left, i);
      left += 4;
    } else {
      right -= 4;
      store<u32>(right, i);
    }
  }
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

@inline
function addTo(margin: usize, value: f32): void {
  store<f32>(margin, load<f32>(margin) + value);
}

/** Adds a leaf's value to the margins (f32) of its rows. */
export function addLeaf(margins: usize, order: usize, n: i32, value: f32): void {
  const end = order + (<usize>n << 2);
  for (let p = order; p < end; p += 4) addTo(margins + (<usize>load<u32>(p) << 2), value);
}

/** `partition` and `addLeaf` of both children in one, for a node whose children are leaves: the order stays. */
export function addLeaves(margins: usize, order: usize, n: i32, codes: usize, stride: i32, cut: i32, shift: i32, left: f32, right: f32): void {
  const limit = i32x4.splat(cut + shift);
  const shifts = i8x16.splat(<i8>shift);
  const end = order + (<usize>n << 2);
  let p = order;
  for (; p + 16 <= end; p += 16) {
    const i0 = <usize>load<u32>(p);
    const i1 = <usize>load<u32>(p, 4);
    const i2 = <usize>load<u32>(p, 8);
    const i3 = <usize>load<u32>(p, 12);
    const four = codesOf(codes, <usize>stride, i0, i1, i2, i3);
    const shifted = v128.and(i8x16.add(four, shifts), i32x4.splat(255));
    const values = v128.bitselect(f32x4.splat(left), f32x4.splat(right), i32x4.le_s(shifted, limit));
    addTo(margins + (i0 << 2), f32x4.extract_lane(values, 0));
    addTo(margins + (i1 << 2), f32x4.extract_lane(values, 1));
    addTo(margins + (i2 << 2), f32x4.extract_lane(values, 2));
    addTo(margins + (i3 << 2), f32x4.extract_lane(values, 3));
  }
  for (; p < end; p += 4) {
    const i = <usize>load<u32>(p);
    const code = (<i32>load<u8>(codes + i * <usize>stride) + shift) & 255;
    addTo(margins + (i << 2), code <= cut + shift ? left : right);
  }
}
