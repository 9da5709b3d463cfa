import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { appRoot } from '../../../src/main/appRoot.ts'
import { createSocrataSource } from '../../../src/main/sources/socrata/socrata.ts'
import { createFolderStore } from '../../../src/main/storage/folder.ts'
import { generateIncidents } from '../../support/incidents.ts'
import { startSodaServer } from '../../support/sodaServer.ts'
import { downloadRequest, expectedRows, rowsOf } from '../../support/sources.ts'
import { quietJob, temporaryFolder } from '../../support.ts'

const outDir = join(appRoot, 'node_modules', '.cache', 'download-child')

describe('a download whose process was killed', () => {
  beforeAll(async () => {
    await build({
      configFile: false,
      root: appRoot,
      logLevel: 'silent',
      build: {
        ssr: join(appRoot, 'test', 'support', 'downloadChild.ts'),
        outDir,
        target: 'node20',
        rollupOptions: { output: { entryFileNames: 'downloadChild.js' } },
      },
    })
  })

  it('resumes with the months that are not finished, and ends with every row', async () => {
    const rows = generateIncidents(3000, 41)
    // Slow enough to be killed in the middle of a month.
    const server = await startSodaServer({ rows, fault: () => ({ kind: 'slow', ms: 10 }) })
    onTestFinished(() => server.close())
    const folder = temporaryFolder()
    const store = createFolderStore(join(folder, 'data'))
    const finished = async () =>
      (await store.list('sources/', new AbortController().signal)).map(({ key }) => key.split('/')[3]!)

    const child = spawn(process.execPath, [join(outDir, 'downloadChild.js'), server.url, folder, '2018-01-01'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const ended = exitOf(child)
    while ((await finished()).length < 4 && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    const before = await finished()
    expect(before.length).toBeGreaterThanOrEqual(4)
    expect(before.length).toBeLessThan(12)
    expect(readdirSync(join(folder, 'work-of-child')).length).toBeGreaterThan(0)

    server.requests.length = 0
    const request = await downloadRequest({ date: '2018-01-01', store })
    const source = createSocrataSource({ portal: server.url, now: () => new Date(0), pageRows: 50 })
    const result = await source.download(request, quietJob())
    expect(await rowsOf(request.duck, result)).toEqual(expectedRows(rows))
    const whole = server.requests
      .filter(({ query }) => query.$limit !== undefined && !query.$where?.includes('updated_on'))
      .map(({ query }) => /date >= '(\d{4}-\d\d)/.exec(query.$where ?? '')?.[1])
    for (const month of before) expect(whole).not.toContain(month)
  })
})

function exitOf(child: ChildProcess): Promise<string | number | null> {
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)))
}
