import type { Duck } from '../../duck.ts'
import type { Job } from '../../progress.ts'

const EVERY_MS = 100

/** Runs `work` on DuckDB so that it can be cancelled, and reports how far the running statement is, in bytes. */
export async function watched<T>(duck: Duck, job: Job, bytes: number, work: () => Promise<T>): Promise<T> {
  await duck.run('SET enable_progress_bar = true')
  await duck.run('SET enable_progress_bar_print = false')
  await duck.run('SET progress_bar_time = 0')
  let most = 0
  const report = () => {
    most = Math.max(most, Math.min(1, duck.connection.progress.percentage / 100))
    job.progress({ done: Math.round(most * bytes), total: bytes, unit: 'bytes' })
  }
  const timer = setInterval(report, EVERY_MS)
  try {
    const result = await duck.cancellable(job.signal, work)
    job.progress({ done: bytes, total: bytes, unit: 'bytes' })
    return result
  } finally {
    clearInterval(timer)
  }
}
