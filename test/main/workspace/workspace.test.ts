import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { acquireRunLock } from '../../../src/main/workspace/runLock.ts'
import { writeSettings } from '../../../src/main/workspace/settings.ts'
import {
  freeBytes,
  makeTemporaryFolder,
  openWorkspace,
  requireFreeBytes,
} from '../../../src/main/workspace/workspace.ts'
import { temporaryFolder } from '../../support.ts'

function open(folder: string, env: Record<string, string> = {}, cwd = folder) {
  return openWorkspace({ folder, env, cwd })
}

describe('a workspace', () => {
  it('is made where it is asked for: option, environment, then home', async () => {
    const root = temporaryFolder()
    const home = join(root, 'home')
    const at = async (folder: string | undefined, env: Record<string, string>) =>
      (await openWorkspace({ folder, env: { HOME: home, ...env }, cwd: root })).folder
    expect(await at('given', { ARREST_WORKBENCH_HOME: join(root, 'named') })).toBe(join(root, 'given'))
    expect(await at(undefined, { ARREST_WORKBENCH_HOME: join(root, 'named') })).toBe(join(root, 'named'))
    expect(await at(undefined, {})).toBe(join(home, 'ArrestWorkbench'))
    expect(readdirSync(join(root, 'given')).sort()).toEqual([
      'artifacts',
      'cache',
      'data',
      'logs',
      'tmp',
      'workspace.json',
    ])
  })

  it('takes .env files, the workspace’s before the current folder’s, and the real environment before both', async () => {
    const root = temporaryFolder()
    const cwd = temporaryFolder()
    writeFileSync(join(root, '.env'), 'AWS_REGION=workspace\nSOCRATA_APP_TOKEN="from workspace"\n')
    writeFileSync(join(cwd, '.env'), 'AWS_REGION=cwd\nSOCRATA_APP_TOKEN=cwd\nDATA_REPO_BUCKET_NAME=bucket\n')
    const { environment } = await open(root, { AWS_REGION: 'real' }, cwd)
    expect(environment).toMatchObject({
      AWS_REGION: 'real',
      SOCRATA_APP_TOKEN: 'from workspace',
      DATA_REPO_BUCKET_NAME: 'bucket',
    })
  })

  it('of a newer version is refused and left as it is', async () => {
    const root = temporaryFolder()
    writeFileSync(join(root, 'workspace.json'), '{"version":99}')
    await expect(open(root)).rejects.toMatchObject({ code: 'workspace.newer', params: { found: '99' } })
    expect(readdirSync(root)).toEqual(['workspace.json'])
    expect(readFileSync(join(root, 'workspace.json'), 'utf8')).toBe('{"version":99}')
  })

  it('of an older version is backed up, with what its database holds in the WAL, then migrated', async () => {
    const root = temporaryFolder()
    const database = new Database(join(root, 'workbench.db'))
    database.pragma('journal_mode = WAL')
    database.exec("CREATE TABLE runs (id TEXT); INSERT INTO runs VALUES ('r1')")
    writeFileSync(join(root, 'settings.json'), '{"language":"es"}')
    const { paths } = await open(root)
    const [backup] = readdirSync(paths.backups)
    const copy = new Database(join(paths.backups, backup ?? '', 'workbench.db'), { readonly: true })
    expect(copy.prepare('SELECT id FROM runs').all()).toEqual([{ id: 'r1' }])
    copy.close()
    database.close()
    expect(readFileSync(join(paths.backups, backup ?? '', 'settings.json'), 'utf8')).toBe('{"language":"es"}')
    expect(JSON.parse(readFileSync(join(root, 'workspace.json'), 'utf8'))).toEqual({ version: 1 })
    await open(root)
    expect(readdirSync(paths.backups)).toHaveLength(1)
  })

  it('of an older version is not migrated while a run goes on in it', async () => {
    const root = temporaryFolder()
    writeFileSync(join(root, 'workspace.json'), '{"version":0}')
    const lock = await acquireRunLock(root, 'old-run')
    await expect(open(root)).rejects.toMatchObject({ code: 'workspace.run_in_progress', params: { run: 'old-run' } })
    lock.release()
    expect(existsSync(join((await open(root)).folder, 'backups'))).toBe(true)
  })

  it('says what is wrong with its path, version or settings', async () => {
    const root = temporaryFolder()
    writeFileSync(join(root, 'file'), '')
    await expect(open(join(root, 'file'), {}, root)).rejects.toMatchObject({ code: 'storage.not_a_folder' })
    const settings = async (content: string) => {
      const folder = join(root, 'workspace')
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'settings.json'), content)
      return (await open(folder)).settings
    }
    expect(await settings('{"store":"s3://data","threads":2}')).toEqual({ store: 's3://data', threads: 2 })
    await expect(settings('{')).rejects.toMatchObject({ code: 'workspace.settings_not_json' })
    await expect(settings('{"stor":"x"}')).rejects.toMatchObject({ params: { name: 'stor' } })
    await expect(settings('{"threads":0}')).rejects.toMatchObject({ params: { name: 'threads' } })
    const refused = settings('{"AWS_SECRET_ACCESS_KEY":"hunter2hunter2"}')
    await expect(refused).rejects.toMatchObject({ code: 'workspace.settings_secret' })
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') })
    writeFileSync(join(root, 'workspace', 'workspace.json'), 'null')
    await expect(settings('{}')).rejects.toMatchObject({ code: 'workspace.damaged_version' })
  })

  it('keeps settings that are written', async () => {
    const workspace = await open(temporaryFolder())
    await writeSettings(workspace.paths.settings, { language: 'es', portal: 'https://data.cityofchicago.org' })
    const again = await open(workspace.folder)
    expect(again.settings).toEqual({ language: 'es', portal: 'https://data.cityofchicago.org' })
    expect(readdirSync(workspace.paths.temporary)).toEqual([])
  })

  it('knows the free space of its disk', async () => {
    const workspace = await open(temporaryFolder())
    await requireFreeBytes(workspace, 1)
    const tooMuch = (await freeBytes(workspace)) * 2
    await expect(requireFreeBytes(workspace, tooMuch)).rejects.toMatchObject({ code: 'workspace.too_little_space' })
  })

  it('keeps temporary folders of living processes when it is opened again', async () => {
    const workspace = await open(temporaryFolder())
    const folder = await makeTemporaryFolder(workspace)
    await open(workspace.folder)
    expect(existsSync(folder)).toBe(true)
  })
})
