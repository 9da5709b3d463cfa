// For bench/shells.mjs: writes how long this process kept its event loop waiting, in ms, to LOOP_DELAY_FILE on each
// SIGUSR2, and begins to count anew.
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 5
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
delay.enable()
process.on('SIGUSR2', () => {
  const milliseconds = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)
  const [p50, p99, max] = [delay.percentile(50), delay.percentile(99), delay.max].map(milliseconds)
  writeFileSync(process.env.LOOP_DELAY_FILE, JSON.stringify({ p50, p99, max, rssMb: process.memoryUsage.rss() / 1e6 }))
  delay.reset()
})
