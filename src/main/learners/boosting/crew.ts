/*
 * Threads that work on one training together: member 0 leads, the others help.
 *
 * The leader publishes phases; a phase is a list of words that says what to do, and a number of units of work, which
 * leader and helpers claim one by one. Everything a helper writes is its own memory, and counts only once the leader has
 * taken it over. So a helper that is late, or whose core is busy with something else, can be left behind: the leader
 * waits for it as long as the work would take to do itself, then does it itself; what the helper still writes is read by
 * nobody. Phases are numbered, and claims and seals carry the number, so a helper that wakes up late finds that it is late.
 */

/** A unit of work belongs to the member that did it; member 0 is the leader. */
export interface Work {
  /** Called before a member's first unit of a phase. */
  start(phase: Int32Array<ArrayBuffer>): void
  unit(phase: Int32Array<ArrayBuffer>, unit: number): void
}

export interface Leader {
  /** Has the units 0 … units - 1 of a phase done. Returns which member did each. */
  run(phase: Int32Array<ArrayBuffer>, units: number): Uint8Array
  /** Sends the helpers home. */
  stop(): void
}

/** Where a crew meets: `control` has `controlWords(members)` i32, zero at first; `phase` holds the longest phase. */
export interface MeetingPoint {
  control: Int32Array
  phase: Int32Array
}

/** Most units of a phase: a claim holds the first and the end of those that are left in 5 bits each. */
export const MAX_UNITS = 31

const PHASE = 0
const CLAIM = 1
const SLEEPERS = 2
const LENGTH = 3
const FIRST_MEMBER = 4
/** Words of a member: its seal, and the units of the phase that it has done, as bits. */
const MEMBER_WORDS = 2

/** State of a member in the phase that its seal names: seal = 4 · phase + state. */
const WRITING = 1
const OPEN = 2
const CLOSED = 3

/** Phases are counted in 22 bits, past which they start again. */
const PHASES = 2 ** 22
const STOPPED = -1
const UNIT_GUESS_MS = 0.05
/** About 30 µs: as long as the leader takes between phases. Spinning longer keeps a core from those who need it. */
const MOST_SPINS = 12_000
/**
 * A helper that missed a phase shares its core with other work. It sleeps at once then, and waits longer again phase by
 * phase: whoever slept is given the core sooner than whoever spun.
 */
const PATIENCE = MOST_SPINS / 64
const SLEEP_MS = 1000

/** How many i32 a crew shares. */
export function controlWords(members: number): number {
  return FIRST_MEMBER + MEMBER_WORDS * members
}

/** The leader's end of a crew. */
export function leadCrew({ control, phase: shared }: MeetingPoint, members: number, work: Work): Leader {
  let number = 0
  const owners = new Uint8Array(MAX_UNITS)

  function publish(phase: Int32Array, units: number): void {
    number = (number + 1) % PHASES
    shared.set(phase)
    control[LENGTH] = phase.length
    Atomics.store(control, CLAIM, (number << 10) | units)
    wake(number)
  }

  function wake(value: number): void {
    Atomics.store(control, PHASE, value)
    if (Atomics.load(control, SLEEPERS) > 0) Atomics.notify(control, PHASE)
  }

  /** The units that a helper did and handed over, as bits; waits for it while that is cheaper than doing its work. */
  function takeOver(member: number, unitMs: number): number {
    const seal = FIRST_MEMBER + MEMBER_WORDS * member
    const [open, writing] = [4 * number + OPEN, 4 * number + WRITING]
    const units = bits(Atomics.load(control, seal + 1)) + 1
    const deadline = performance.now() + units * unitMs
    for (let spin = 0; Atomics.load(control, seal) === writing; spin++) {
      if ((spin & 31) === 31 && performance.now() > deadline) return 0
    }
    return Atomics.compareExchange(control, seal, open, 4 * number + CLOSED) === open ? control[seal + 1]! : 0
  }

  return {
    run(phase, units) {
      owners.fill(0, 0, units)
      if (members === 1 || units === 1) {
        work.start(phase)
        for (let unit = 0; unit < units; unit++) work.unit(phase, unit)
        return owners
      }
      publish(phase, units)
      work.start(phase)
      const startMs = performance.now()
      let own = 0
      let done = 0
      for (let unit = claim(control, number, 'first'); unit >= 0; unit = claim(control, number, 'first')) {
        work.unit(phase, unit)
        done |= 1 << unit
        own++
      }
      const unitMs = own === 0 ? UNIT_GUESS_MS : (performance.now() - startMs) / own
      const all = 2 ** units - 1
      for (let member = 1; member < members && done !== all; member++) {
        const theirs = takeOver(member, unitMs)
        done |= theirs
        for (let unit = 0; unit < units; unit++) if ((theirs >>> unit) & 1) owners[unit] = member
      }
      for (let unit = 0; unit < units; unit++) if (((done >>> unit) & 1) === 0) work.unit(phase, unit)
      return owners
    },
    stop() {
      wake(STOPPED)
    },
  }
}

/** A helper's end of a crew: works until the leader stops. */
export function helpCrew({ control, phase: shared }: MeetingPoint, member: number, work: Work): void {
  const seal = FIRST_MEMBER + MEMBER_WORDS * member
  let last = 0
  let spins = MOST_SPINS
  for (;;) {
    const number = nextPhase(control, last, spins)
    if (number === STOPPED) return
    spins = number === (last + 1) % PHASES ? Math.min(spins + PATIENCE, MOST_SPINS) : 0
    last = number
    // What is read here holds if a claim succeeds after it: the phase was then still this one.
    const phase = shared.slice(0, Math.min(control[LENGTH]!, shared.length))
    control[seal + 1] = 0
    Atomics.store(control, seal, 4 * number + WRITING)
    let unit = claim(control, number, 'last')
    if (unit >= 0) work.start(phase)
    while (unit >= 0) {
      work.unit(phase, unit)
      control[seal + 1]! |= 1 << unit
      Atomics.store(control, seal, 4 * number + OPEN)
      unit = claim(control, number, 'last')
      if (unit < 0) break
      const open = 4 * number + OPEN
      if (Atomics.compareExchange(control, seal, open, 4 * number + WRITING) !== open) break
    }
    Atomics.compareExchange(control, seal, 4 * number + WRITING, 4 * number + OPEN)
  }
}

/**
 * The next unit that nobody has claimed, or -1. The leader takes the first ones and helpers the last, so that rows stay
 * in the cache of the core that worked on them before.
 */
function claim(control: Int32Array, number: number, side: 'first' | 'last'): number {
  for (;;) {
    const word = Atomics.load(control, CLAIM)
    const [first, end] = [(word >>> 5) & 31, word & 31]
    if (word >>> 10 !== number || first >= end) return -1
    const next = side === 'first' ? word + 32 : word - 1
    if (Atomics.compareExchange(control, CLAIM, word, next) === word) return side === 'first' ? first : end - 1
  }
}

/** Waits for another phase than `last`. */
function nextPhase(control: Int32Array, last: number, spins: number): number {
  for (let spin = 0; spin < spins; spin++) {
    const number = Atomics.load(control, PHASE)
    if (number !== last) return number
  }
  Atomics.add(control, SLEEPERS, 1)
  while (Atomics.load(control, PHASE) === last) Atomics.wait(control, PHASE, last, SLEEP_MS)
  Atomics.sub(control, SLEEPERS, 1)
  return Atomics.load(control, PHASE)
}

function bits(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}
