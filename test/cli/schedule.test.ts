import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemdUnit } from '../../src/main/daemon/unit.ts'
import { failureDocument, folderForFile, run, runJson, startForTest, writeYear } from '../support/cli.ts'
import { temporaryFolder } from '../support.ts'

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
const scheduleDocument = z.object({
  name: z.string(),
  cron: z.string(),
  paused: z.boolean(),
  next: z.array(z.number()),
})
const historyDocument = z.array(z.object({ status: z.string(), attempts: z.number(), runId: z.string().nullable() }))
const auditDocument = z.array(z.object({ id: z.number(), kind: z.string(), actor: z.string() }))

describe('schedule', { timeout: 180_000 }, () => {
  const folder = folderForFile()
  const at = ['--workspace', join(folder, 'workspace')]

  it('ships one that is monthly and paused, and starts it from now on', async () => {
    const { schedules } = await runJson(z.object({ schedules: z.array(scheduleDocument) }), [...at, 'schedule'])
    expect(schedules).toMatchObject([{ name: 'monthly', cron: '@monthly', paused: true, next: [] }])
    const started = await runJson(scheduleDocument, [...at, 'schedule', 'resume'])
    expect(started).toMatchObject({ paused: false })
    expect(started.next).toHaveLength(3)
    expect((await run([...at, 'schedule', 'show'])).stdout).toMatch(/on day 1 of each month at 00:00, Chicago time/)
    expect((await run([...at, 'schedule', 'pause'])).stdout).toMatch(/Paused/)
    const kinds = (await runJson(auditDocument, [...at, 'audit'])).map(({ kind }) => kind)
    expect(kinds).toEqual(['schedule_paused', 'schedule_resumed'])
  })

  it('says what is wrong with a time, a zone, a name and a policy', async () => {
    const code = async (...args: string[]) => {
      const { code: exit, stdout } = await run([...at, 'schedule', ...args, '--json'])
      expect(exit).toBe(1)
      return failureDocument.parse(JSON.parse(stdout)).error.code
    }
    expect(await code('set', '--cron', '61 * * * *')).toBe('schedule.invalid_cron')
    expect(await code('set', '--zone', 'Mars/Olympus')).toBe('schedule.invalid_zone')
    expect(await code('show', 'nightly')).toBe('schedule.unknown')
    expect(await code('policy', '--set', 'driftLimit=-1')).toBe('retraining.invalid_policy')
  })

  it('run-now does a run here, keeps its history, and the audit log tells the steps and is whole', async () => {
    const year = writeYear(folder)
    const quick = ['--set', 'train.learners=["logistic-regression"]', '--set', 'train.folds=2']
    // Its day is today's, which the file has no incidents near: only the failure shows, and the champion is none.
    await run([...at, 'schedule', 'set', 'now', '--source', year, '--retries', '0', ...quick])
    await run([...at, 'schedule', 'run-now', 'now'])
    const [failed] = await runJson(historyDocument, [...at, 'schedule', 'history', 'now'])
    expect(failed).toMatchObject({ status: 'failed', attempts: 1 })
    const events = await runJson(auditDocument, [...at, 'audit', 'list', '--limit', '2'])
    expect(events).toMatchObject([
      { kind: 'retraining_failed', actor: 'schedule:now' },
      { kind: 'retraining_started', actor: 'schedule:now' },
    ])
    expect((await run([...at, 'audit', 'verify'])).code).toBe(0)
    const csv = join(folder, 'log.csv')
    await run([...at, 'audit', 'list', '--export', csv])
    expect(readFileSync(csv, 'utf8')).toMatch(/^id,time,kind,.*\n1,/)
  })
})

describe('daemon', { timeout: 180_000 }, () => {
  it('does what is due, stands by beside another, and ends on SIGTERM with the run left to be gone on with', async () => {
    const folder = temporaryFolder()
    const at = ['--workspace', join(folder, 'workspace')]
    const year = writeYear(folder)
    await run([...at, 'schedule', 'set', 'often', '--cron', '@yearly', '--source', year, '--set', 'merge.days=36500'])
    const first = startForTest([...at, 'daemon'])
    await first.says(/The scheduled runs are done here\./)
    const second = startForTest([...at, 'daemon'])
    await second.says(/this one stands by/)
    const status = z.object({ running: z.boolean(), executor: z.object({ pid: z.number() }) })
    expect(await runJson(status, [...at, 'daemon', 'status'])).toMatchObject({
      running: true,
      executor: { pid: first.process.pid },
    })

    const asked = await runJson(z.object({ status: z.string() }), [...at, 'schedule', 'run-now', 'often'])
    expect(asked.status).toBe('waiting')
    await first.says(/often .*: running[\s\S]*Enrich/)
    first.process.kill('SIGTERM')
    expect((await first.ended).code).toBe(0)
    await second.says(/The scheduled runs are done here\.[\s\S]*often .*: running/)
    second.process.kill('SIGTERM')
    expect((await second.ended).code).toBe(0)
    const [waiting] = await runJson(historyDocument, [...at, 'schedule', 'history'])
    expect(waiting).toMatchObject({ status: 'waiting', attempts: 0 })
  })

  it('answers predictions beside its runs, and closes both on SIGTERM', async () => {
    const folder = temporaryFolder()
    const at = ['--workspace', join(folder, 'workspace')]
    const daemon = startForTest([...at, 'daemon', '--serve', '--port', '0'])
    await daemon.says(/The scheduled runs are done here\./)
    const [address] = await daemon.says(/http:\/\/127\.0\.0\.1:\d+/)
    // It waits for its first champion.
    expect((await fetch(`${address}/health`)).status).toBe(503)
    const printed = await run([...at, 'daemon', 'install', '--print', '--serve', '--port', '8123'])
    expect(printed.stdout).toMatch(/^ExecStart=.* daemon .*--serve --port 8123 --host 127\.0\.0\.1$/m)
    daemon.process.kill('SIGTERM')
    expect((await daemon.ended).code).toBe(0)
    await expect(fetch(`${address}/health`)).rejects.toThrow()
  })

  it('install writes a unit of the user’s own and says how to start it', async () => {
    const folder = temporaryFolder()
    const at = ['--workspace', join(folder, 'a workspace')]
    const env = { XDG_CONFIG_HOME: join(folder, 'config') }
    const { stdout, code } = await run([...at, 'daemon', 'install', '--user'], { env })
    expect(code).toBe(0)
    expect(stdout).toContain('systemctl --user enable --now arrest-workbench')
    const file = join(folder, 'config', 'systemd', 'user', 'arrest-workbench.service')
    const printed = await run([...at, 'daemon', 'install', '--user', '--print'], { env })
    expect(readFileSync(file, 'utf8').trim()).toBe(printed.stdout.trim())
    expect(printed.stdout).toContain(`"${join(folder, 'a workspace')}"`)
  })
})

describe.skipIf(!hasSystemd)('the systemd unit', () => {
  it.each(['user', 'system'] as const)(
    'of the %s passes systemd-analyze verify, whatever the folder is called',
    (scope) => {
      const folder = temporaryFolder()
      const workspace = join(folder, 'my "work" 100% $HOME')
      mkdirSync(workspace)
      const command = [process.execPath, join(folder, 'cli.js'), 'daemon', '--workspace', workspace]
      const file = join(folder, 'arrest-workbench.service')
      writeFileSync(file, systemdUnit({ command, workspace, scope, user: 'root' }))
      expect(existsSync(file)).toBe(true)
      const flags = ['verify', '--man=no', ...(scope === 'user' ? ['--user'] : []), file]
      const env = { ...process.env, XDG_RUNTIME_DIR: folder }
      const said = execFileSync('systemd-analyze', flags, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] })
      expect(said).toBe('')
    },
  )
})
