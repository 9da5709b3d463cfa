import { join } from 'node:path'
import { openRegistry } from '../../../../src/main/registry/registry.ts'
import { openDatabase } from '../../../../src/main/tracking/database.ts'
import { openTracking } from '../../../../src/main/tracking/tracking.ts'

/** The workspace in `folder`, opened by a process of its own. */
export async function openForProgram(folder: string) {
  const database = await openDatabase(join(folder, 'workbench.db'))
  const tracking = await openTracking({ database, artifactsFolder: join(folder, 'artifacts') })
  return { database, tracking, registry: openRegistry(tracking) }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
