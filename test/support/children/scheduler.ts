import { z } from 'zod'
import { systemClock } from '../../../src/main/schedule/clock.ts'
import { createScheduler } from '../../../src/main/schedule/scheduler.ts'
import { openWorkbench } from '../../../src/main/workbench.ts'

/** Does a workspace's scheduled runs: says which it begins, and ends only those that it is told to. */
const { folder, finishes } = z
  .object({ folder: z.string(), finishes: z.boolean() })
  .parse(JSON.parse(process.argv[2] ?? ''))
const say = (words: string) => process.stdout.write(`${words}\n`)

const workbench = await openWorkbench({ workspace: folder, store: undefined, threads: 1, env: {}, cwd: folder })
const scheduler = createScheduler({
  workbench,
  clock: { ...systemClock, sleep: (_long, signal) => systemClock.sleep(100, signal) },
  kind: 'daemon',
  async execute({ id, attempts }) {
    say(`begins ${id} after ${attempts}`)
    if (!finishes) await new Promise((resolve) => setTimeout(resolve, 1e9))
    return { code: 'retraining.not_needed', params: {} }
  },
  onEvent: ({ type }) => say(type),
})
scheduler.start()
