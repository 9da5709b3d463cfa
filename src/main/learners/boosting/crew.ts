/** Threads that work on one training together. All of them run the same steps in the same order. */
export interface Crew {
  readonly member: number
  readonly members: number
  /** Returns when all members have called it. */
  barrier(): void
  /** Runs `work` once for each block among all members; a member begins with blocks of its own, then helps the others. */
  eachBlock(work: (block: number) => void): void
  /** Runs `work` once for each unit 0 … count - 1 among all members. Needs a barrier before and after. */
  eachUnit(count: number, work: (unit: number) => void): void
}

const ARRIVED = 0
const GENERATION = 1
const NEXT_UNIT = 2
const FIRST_BLOCK = 3

/** About 10 µs. A barrier takes 1 µs when all are running; beyond that a core is busy, and spinning keeps it from the others. */
const SPINS = 4000
const WAIT_MS = 1000
const MAX_WAITS = 300

/** How many i32, zero at first, a crew shares. */
export function crewSize(blocks: number): number {
  return FIRST_BLOCK + blocks
}

/** This thread's part in a crew. `control` is shared by its members and has `crewSize(blocks)` entries. */
export function joinCrew(control: Int32Array, member: number, members: number, blocks: number): Crew {
  let phase = 0

  function barrier(): void {
    if (members === 1) return
    const generation = Atomics.load(control, GENERATION)
    if (Atomics.add(control, ARRIVED, 1) === members - 1) {
      Atomics.store(control, ARRIVED, 0)
      Atomics.store(control, NEXT_UNIT, 0)
      Atomics.store(control, GENERATION, generation + 1)
      Atomics.notify(control, GENERATION)
      return
    }
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, GENERATION) !== generation) return
    for (let waits = 0; Atomics.load(control, GENERATION) === generation; waits++) {
      if (waits === MAX_WAITS) throw new Error(`a thread of ${members} did not arrive in ${MAX_WAITS} s`)
      Atomics.wait(control, GENERATION, generation, WAIT_MS)
    }
  }

  return {
    member,
    members,
    barrier,
    eachBlock(work) {
      const before = phase++
      const own = Math.floor((member * blocks) / members)
      for (let k = 0; k < blocks; k++) {
        const block = (own + k) % blocks
        if (Atomics.compareExchange(control, FIRST_BLOCK + block, before, phase) === before) work(block)
      }
    },
    eachUnit(count, work) {
      if (members === 1) for (let unit = 0; unit < count; unit++) work(unit)
      else
        for (let unit = Atomics.add(control, NEXT_UNIT, 1); unit < count; unit = Atomics.add(control, NEXT_UNIT, 1))
          work(unit)
    },
  }
}
