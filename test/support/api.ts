import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ShellServices } from '../../src/main/api/context.ts'
import { type Engine, openEngine } from '../../src/main/api/engine.ts'
import { createApiCaller } from '../../src/main/api/router.ts'
import type { RunState } from '../../src/shared/pipeline/runState.ts'
import { generateIncidents, toPortalCsv } from './incidents.ts'

/** The router over an engine on a workspace of its own, called as functions. */
export interface TestApi {
  folder: string
  engine: Engine
  api: ReturnType<typeof createApiCaller>
  close(): Promise<void>
}

const shell: ShellServices = { kind: 'browser', secrets: undefined, languageChanged() {} }

/** Opens the API on `folder`, or on a new one that goes when it is closed. */
export async function openApi(options: { folder?: string; shell?: Partial<ShellServices> } = {}): Promise<TestApi> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'arrest-workbench-api-'))
  const engine = await openEngine({
    workspace: join(folder, 'workspace'),
    store: undefined,
    threads: 2,
    env: { HOME: folder },
    cwd: folder,
    keptSecrets: async () => ({}),
    shell: { ...shell, ...options.shell },
  })
  return {
    folder,
    engine,
    api: createApiCaller(engine),
    async close() {
      await engine.close()
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A file of invented incidents of 2017, as the portal exports them. */
export function incidentFile(folder: string, count = 4000): string {
  const file = join(folder, 'incidents.csv')
  writeFileSync(file, toPortalCsv(generateIncidents(count, 7), 'title'))
  return file
}

/** A recipe that is quick: two small learners, two folds. */
export const QUICK_RECIPE = {
  train: { learners: ['logistic-regression', 'decision-tree'], folds: 2 },
}

/** Follows the pipeline until its run has ended. */
export async function runEnd(api: TestApi['api'], runId: string): Promise<RunState> {
  for await (const { run } of await api.pipeline.state()) {
    if (run?.runId === runId && run.status !== 'RUNNING') return run
  }
  throw new Error('the subscription ended before the run')
}
