import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, onTestFinished } from 'vitest'
import { appRoot } from '../src/main/appRoot.ts'
import type { Job } from '../src/main/progress.ts'

/** The folder of real incidents and reference results that lies beside a developer's checkout, where there is one. */
const sharedFolder = join(appRoot, '..', 'shared')

/** A file of the shared folder. */
export function shared(...path: string[]): string {
  return join(sharedFolder, ...path)
}

/** A suite that needs the shared folder; skipped, and counted so, where it is absent. */
export const describeWithShared: typeof describe.skip = existsSync(sharedFolder) ? describe : describe.skip

/** An empty folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A job that nobody cancels or watches. */
export function quietJob(): Job {
  return { signal: new AbortController().signal, progress() {} }
}
