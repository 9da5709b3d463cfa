import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLogger, logFile } from '../../../src/main/workspace/log.ts'
import { openWorkspace } from '../../../src/main/workspace/workspace.ts'
import { UserError } from '../../../src/shared/errors.ts'
import { temporaryFolder } from '../../support.ts'

async function open(env: Record<string, string> = {}) {
  const folder = temporaryFolder()
  return await openWorkspace({ folder, env, cwd: folder })
}

describe('the log', () => {
  it('is JSON, a line each, with errors and their causes', async () => {
    const workspace = await open()
    const log = createLogger(workspace)
    log.info({ run: 'r1' }, 'started')
    log.error(new UserError('storage.read_only', { path: '/x' }).causedBy(new Error('EROFS')))
    const lines = readFileSync(logFile(workspace), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines[0]).toMatchObject({ run: 'r1', msg: 'started', pid: process.pid })
    expect(lines[1].err).toMatchObject({ code: 'storage.read_only' })
    expect(lines[1].err.stack).toContain('EROFS')
  })

  it('never shows a secret of the environment, in whatever form', async () => {
    const secrets = {
      AWS_SECRET_ACCESS_KEY: 'ab/cd+"ef\\gh',
      SOCRATA_APP_TOKEN: 'tok3n-tok3n',
      MLFLOW_PASSWORD: 'hunter22',
    }
    const workspace = await open({ ...secrets, AWS_REGION: 'us-east-1' })
    const log = createLogger(workspace)
    log.info({ env: workspace.environment, region: 'us-east-1' }, `with ${secrets.SOCRATA_APP_TOKEN}`)
    log.warn(new Error(`GET /?token=${encodeURIComponent(secrets.AWS_SECRET_ACCESS_KEY)}&p=${secrets.MLFLOW_PASSWORD}`))
    const text = readFileSync(logFile(workspace), 'utf8')
    for (const line of text.trim().split('\n')) JSON.parse(line)
    for (const secret of Object.values(secrets)) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(JSON.stringify(secret).slice(1, -1))
      expect(text).not.toContain(encodeURIComponent(secret))
    }
    expect(text).toContain('us-east-1')
    expect(text).toContain('[redacted]')
  })

  it('is bounded in size and age', async () => {
    const workspace = await open()
    const { logs } = workspace.paths
    const old = (name: string, days: number, bytes = 10) => {
      writeFileSync(join(logs, name), Buffer.alloc(bytes, 32))
      const then = new Date(Date.now() - days * 24 * 3600 * 1000)
      utimesSync(join(logs, name), then, then)
    }
    old('workbench.2020-01-01.0.jsonl', 31)
    old('notes.txt', 100)
    for (let n = 0; n < 11; n++) old(`workbench.2020-02-01.${n}.jsonl`, 20 - n, 5e6)
    const log = createLogger(workspace)
    for (let n = 0; n < 60; n++) log.info('x'.repeat(100_000))
    const names = readdirSync(logs).filter((name) => name.startsWith('workbench'))
    const bytes = names.reduce((sum, name) => sum + statSync(join(logs, name)).size, 0)
    expect(bytes).toBeLessThan(56e6)
    expect(names.filter((name) => !name.includes('2020'))).toHaveLength(2)
    expect(names).toContain('workbench.2020-02-01.10.jsonl')
    expect(names).not.toContain('workbench.2020-01-01.0.jsonl')
    expect(readdirSync(logs)).toContain('notes.txt')
  })
})
