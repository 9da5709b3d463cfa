import { UserError } from '../../../shared/errors.ts'

const PAGE_BYTES = 65536
const MAX_PAGES = 65536
/** One line of the cache, so that threads do not write to the same line. */
const ALIGNMENT_BYTES = 64
/** Some kernels read a few bytes past the end of an array. */
const SLACK_BYTES = 64

/** Hands out areas of a memory one after the other; what is taken first lies first. */
export interface Layout {
  /** Address of a new area. */
  take(bytes: number): number
  /** Bytes taken so far. */
  readonly bytes: number
}

/** An empty layout. The first page stays free: address 0 means "none" to the kernels. */
export function createLayout(from = PAGE_BYTES): Layout {
  let end = from
  return {
    take(bytes) {
      const address = end
      end = Math.ceil((end + bytes + SLACK_BYTES) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES
      return address
    },
    get bytes() {
      return end
    },
  }
}

/** A shared memory of at least `bytes`, zeroed; pages that are never touched cost nothing. Throws UserError beyond 4 GiB. */
export function allocate(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE_BYTES)
  if (pages > MAX_PAGES) throw new UserError('learners.too_large', { gigabytes: Math.ceil(bytes / 2 ** 30) })
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
}
