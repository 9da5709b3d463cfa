import { z } from 'zod'
import { acquireRunLock } from '../../../src/main/workspace/runLock.ts'
import { makeTemporaryFolder, openWorkspace } from '../../../src/main/workspace/workspace.ts'

/** Opens a workspace, takes the run lock at the given time, says whether it has it, and keeps it until it is killed. */
const { folder, runId, at } = z
  .object({ folder: z.string(), runId: z.string(), at: z.number() })
  .parse(JSON.parse(process.argv[2] ?? ''))

const workspace = await openWorkspace({ folder, env: {}, cwd: folder })
const temporary = await makeTemporaryFolder(workspace)
await new Promise((resolve) => setTimeout(resolve, at - Date.now()))
try {
  await acquireRunLock(folder, runId)
  process.stdout.write(`${JSON.stringify({ held: runId, temporary })}\n`)
  setInterval(() => {}, 1000)
} catch (error) {
  process.stdout.write(`${JSON.stringify({ refused: error instanceof Error ? error.message : '', temporary })}\n`)
}
