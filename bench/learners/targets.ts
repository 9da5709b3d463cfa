/** Seconds of a piece of work; CPU seconds are of all threads. */
export interface Seconds {
  wall: number
  cpu: number
}

/** The most that a measurement may be of what it is held against: a ratio, or megabytes. */
export const TARGETS: Partial<Record<string, number>> = {
  'boosting 100x6': 0.9,
  'random forest 100': 0.15,
  'logistic regression': 0.6,
  'SMOTE and undersampling': 0.3,
  'mutual information': 0.08,
  // At least 1.5 times the rate.
  'score 50k rows, 1 thread': 1 / 1.5,
  'boosting beside a busy core': 1.3,
  'MB above the data, 190k x 9': 300,
  'MB in all, 5m x 9': 2560,
  'tune 40 trials': 0.5,
}

/** Fastest of some rounds. The first one also compiles. */
export async function fastest(rounds: number, work: () => Promise<unknown> | unknown): Promise<Seconds> {
  const best = { wall: Number.POSITIVE_INFINITY, cpu: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    const [start, cpu] = [performance.now(), process.cpuUsage()]
    await work()
    const used = process.cpuUsage(cpu)
    best.wall = Math.min(best.wall, (performance.now() - start) / 1000)
    best.cpu = Math.min(best.cpu, (used.user + used.system) / 1e6)
  }
  return best
}

/** The better of two measurements, wall and CPU each. */
export function faster(one: Seconds | undefined, { wall, cpu }: Seconds): Seconds {
  return { wall: Math.min(wall, one?.wall ?? wall), cpu: Math.min(cpu, one?.cpu ?? cpu) }
}

/** `0.123`, or nothing for what was not measured. */
export function shown(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(3)
}

/** A measurement with its target beside it, and whether it is kept. */
export function held(what: string, value: number | undefined): { target: string; kept: string } {
  const target = TARGETS[what]
  if (target === undefined || value === undefined) return { target: '', kept: '' }
  return { target: `≤ ${Number(target.toFixed(3))}`, kept: value <= target ? 'yes' : 'NO' }
}
