import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** An empty folder that is removed when the tests of the suite have ended. */
export function keptFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
