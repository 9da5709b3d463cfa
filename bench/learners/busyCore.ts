import { spawn } from 'node:child_process'
import { fastest } from './targets.ts'

/** Seconds of `work` while another process keeps one core busy, against its seconds without; in turn, the fastest each. */
export async function measureBusyCore(rounds: number, work: () => Promise<unknown>): Promise<number> {
  let free = Number.POSITIVE_INFINITY
  let busy = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    free = Math.min(free, (await fastest(1, work)).wall)
    const other = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
    try {
      await new Promise((resolve) => setTimeout(resolve, 100))
      busy = Math.min(busy, (await fastest(1, work)).wall)
    } finally {
      other.kill('SIGKILL')
    }
  }
  return busy / free
}
