import { spawn } from 'node:child_process'
import type { Seconds } from './targets.ts'

/** Seconds of work while another process keeps one core busy, against its seconds without; in turn, the fastest each. */
export async function measureBusyCore(rounds: number, measure: () => Promise<Seconds>): Promise<number> {
  let free = Number.POSITIVE_INFINITY
  let busy = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    free = Math.min(free, (await measure()).wall)
    const other = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
    try {
      await new Promise((resolve) => setTimeout(resolve, 100))
      busy = Math.min(busy, (await measure()).wall)
    } finally {
      other.kill('SIGKILL')
    }
  }
  return busy / free
}
