import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { CHECKS } from '../../src/main/doctor/check.ts'
import { folderForFile, run, runJson, smallYear, writeYear } from '../support/cli.ts'
import { canMount, smallDisk } from '../support/disks.ts'
import { startSodaServer } from '../support/sodaServer.ts'

const examination = z.object({
  healthy: z.boolean(),
  checks: z.array(
    z.strictObject({
      name: z.enum(CHECKS),
      status: z.enum(['ok', 'warning', 'failed']),
      detail: z.string().min(1),
      remedy: z.string().min(1).optional(),
    }),
  ),
})

describe('doctor', () => {
  const folder = folderForFile()

  /** A workspace whose portal is on this machine. */
  function makeWorkspace(name: string, portal = 'http://127.0.0.1:9'): string {
    const workspace = join(folder, name)
    mkdirSync(workspace)
    writeFileSync(join(workspace, 'settings.json'), JSON.stringify({ portal }))
    return workspace
  }

  async function examine(args: string[], env: Record<string, string> = {}) {
    const { code, stdout, stderr } = await run([...args, 'doctor', '--json'], { env })
    expect(stderr).not.toMatch(/^\s+at .+:\d+/m)
    const { healthy, checks } = examination.parse(JSON.parse(stdout))
    expect(checks.map(({ name }) => name)).toEqual(CHECKS)
    expect(code).toBe(healthy ? 0 : 1)
    return { code, of: (name: string) => checks.find((check) => check.name === name)! }
  }

  it('finds nothing wrong with a new workspace, and says what is optional', async () => {
    const server = await startSodaServer({ rows: smallYear(1), tokens: ['right-token'] })
    onTestFinished(() => server.close())
    const workspace = makeWorkspace('new', server.url)
    const { code, of } = await examine(['--workspace', workspace], { SOCRATA_APP_TOKEN: 'right-token' })
    expect(code).toBe(0)
    for (const name of ['node', 'duckdb', 'workers', 'workspace', 'database', 'store', 'champion', 'portal']) {
      expect(of(name)).toMatchObject({ name, status: 'ok' })
    }
    const people = await run(['--workspace', workspace, 'doctor'])
    expect(people.stdout).toMatch(/✓ DuckDB .*\n✓ Worker threads .*kernels run/)
    expect(people.stdout).toContain('Nothing stands in the way of a run.')
  })

  it('loads the champion, and says how to mend one that is damaged', async () => {
    const workspace = makeWorkspace('trained')
    await runJson(z.unknown(), [
      ...['--workspace', workspace, 'run', '--source', writeYear(folder)],
      ...['--set', 'train.learners=["decision-tree"]'],
    ])
    const { of } = await examine(['--workspace', workspace])
    expect(of('champion')).toMatchObject({ status: 'ok', detail: 'xgboost_chicago_crimes 1' })
    expect(of('portal')).toMatchObject({ status: 'warning', remedy: expect.stringContaining('connection') })
  })

  it('survives everything being broken, and names a remedy for each', async () => {
    const workspace = join(folder, 'broken')
    mkdirSync(workspace)
    writeFileSync(join(workspace, 'workspace.json'), '{"version":99}')
    const { code, of } = await examine(['--workspace', workspace])
    expect(code).toBe(1)
    expect(of('workspace')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('Update the app') })
    expect(of('database')).toMatchObject({ status: 'warning' })
    const people = await run(['--workspace', workspace, 'doctor'])
    expect(people.stdout).toMatch(/✗ Workspace .*\n\s+→ Update the app/)
  })

  it('names what is wrong with the store, the token and the database', async () => {
    const server = await startSodaServer({ rows: smallYear(1), tokens: ['right-token'] })
    onTestFinished(() => server.close())
    const workspace = makeWorkspace('half-broken', server.url)
    writeFileSync(join(workspace, 'workbench.db'), 'this is no database\n'.repeat(99))
    writeFileSync(join(workspace, 'workspace.json'), '{"version":1}')
    const { of } = await examine(['--workspace', workspace, '--store', 's3://data'], {
      SOCRATA_APP_TOKEN: 'wrong-token',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
    })
    expect(of('store')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('AWS_ACCESS_KEY_ID') })
    expect(of('portal')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('SOCRATA_APP_TOKEN') })
    expect(of('database')).toMatchObject({ status: 'failed' })
    expect(of('champion')).toMatchObject({ status: 'failed' })
  })

  it.skipIf(!canMount())(
    'says that the workspace is on a read-only disk (where this process may mount one)',
    async () => {
      const disk = smallDisk(8)
      disk.makeReadOnly()
      const { of } = await examine(['--workspace', join(disk.folder, 'workspace')])
      expect(of('workspace')).toMatchObject({ status: 'failed', remedy: expect.stringContaining('Mount it writable') })
    },
  )

  it('tells a port that another program has', async () => {
    const server = createServer((_, response) => response.end('hello'))
    const mine = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(8800, '127.0.0.1', () => resolve(true))
    })
    onTestFinished(() => void server.close())
    const { of } = await examine(['--workspace', makeWorkspace('port')])
    // Where something else has the port at this moment, that is told just as well.
    if (mine) expect(of('port')).toMatchObject({ status: 'warning', remedy: expect.stringContaining('--port') })
    expect(of('port').detail).toContain('127.0.0.1:8800')
  })
})
