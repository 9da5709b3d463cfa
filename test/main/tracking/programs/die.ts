// Kills itself at the moment given: while a model folder is written, or between its move and the transaction's end.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openForProgram, print } from './openForProgram.ts'

const [, , folder, moment] = process.argv
const { tracking } = await openForProgram(folder!)
const die = () => process.kill(process.pid, 'SIGKILL')
const run = await tracking.startRun({ experiment: 'killed', name: 'training', kind: 'training' })
await run.logArtifact('report.txt', 'kept')
print(`run ${run.id}`)
const fill = async (target: string) => {
  writeFileSync(join(target, 'model.bin'), 'half a mo')
  if (moment === 'writing') die()
}
await tracking.artifacts.writeFolder(run.id, 'model', fill, async (transaction) => {
  await transaction.insertInto('tags').values({ run_id: run.id, name: 'registered', value: 'yes' }).execute()
  if (moment === 'recording') die()
})
await run.finish('FINISHED')
