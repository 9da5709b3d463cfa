import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SecretStore } from '../../src/main/api/context.ts'
import { openEngine } from '../../src/main/api/engine.ts'
import { createApiCaller } from '../../src/main/api/router.ts'
import { setLocale } from '../../src/shared/messages/index.ts'
import { incidentFile, openApi, QUICK_RECIPE, runEnd, type TestApi } from '../support/api.ts'

describe('the settings of a window', () => {
  let test: TestApi

  beforeEach(async () => {
    test = await openApi()
  })
  afterEach(async () => {
    setLocale('en')
    await test.close()
  })

  it('are kept, and taken back to their defaults', async () => {
    const { api } = test
    await api.settings.set({ theme: 'dark', servingPort: 9900, portal: 'https://example.org' })
    await api.settings.set({ servingPort: null })
    const { settings } = await api.settings.get()
    expect(settings).toEqual({ theme: 'dark', portal: 'https://example.org' })
    const file = join(test.folder, 'workspace', 'settings.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(settings)
  })

  it.each([
    ['threads', { threads: 0 }],
    ['portal', { portal: 'ftp://example.org' }],
    ['portal', { portal: 'https://example.org/resource/ijzp-q8t2.json' }],
    ['servingPort', { servingPort: 70_000 }],
  ])('refuse a wrong %s by its name', async (name, input) => {
    const refused = await test.api.settings.set(input).catch((error: unknown) => error)
    expect(refused).toMatchObject({ cause: { issues: [{ path: [name] }] } })
  })

  it('open another store at once, or when the run has ended', async () => {
    const { api, folder, engine } = test
    const first = join(folder, 'first')
    expect(await api.settings.set({ store: first })).toMatchObject({ applied: 'now' })
    expect((await api.app.info()).store).toBe(first)

    const { runId } = await api.pipeline.start({
      source: { kind: 'file', path: incidentFile(folder, 1500) },
      recipe: QUICK_RECIPE,
      toStage: 'features',
    })
    const second = join(folder, 'second')
    expect(await api.settings.set({ store: second })).toMatchObject({ applied: 'after_run' })
    expect(engine.workbench.store.location).toBe(first)
    expect((await runEnd(api, runId)).status).toBe('FINISHED')
    await expect.poll(() => engine.workbench.store.location, { timeout: 10_000 }).toBe(second)
    // The old tables stay where they are.
    await expect(api.data.page({ step: 'merge' })).rejects.toMatchObject({ cause: { code: 'data.no_table' } })
  })

  it('keep the endpoint on its address when the workspace is opened anew', async () => {
    const { api, folder } = test
    const { address } = await api.serving.start({ port: 0 })
    await api.settings.set({ store: join(folder, 'elsewhere') })
    expect((await api.serving.now()).address).toBe(address)
    expect((await fetch(`${address}/`)).status).toBe(200)
    await api.serving.stop()
  })

  it('test a store, and say what is wrong with it', async () => {
    const { api, folder } = test
    const good = join(folder, 'good')
    expect(await api.settings.testStore({ store: good })).toEqual({ ok: true, detail: good })
    const file = join(folder, 'file')
    writeFileSync(file, 'not a folder')
    const bad = await api.settings.testStore({ store: join(file, 'store') })
    expect(bad).toMatchObject({ ok: false, code: expect.stringMatching(/^storage\./) })
    expect(await api.settings.testStore({ store: 'ftp://x/y' })).toMatchObject({ code: 'storage.unknown_kind' })
  })

  it('test a portal over HTTP, and say what is wrong with it', async () => {
    const asked: (string | undefined)[] = []
    const portal = createServer((request, response) => {
      asked.push(request.url)
      response.setHeader('content-type', 'application/json')
      response.end('[{"newest":"2018-11-20T23:50:00.000"}]')
    })
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve))
    const { port } = portal.address() as AddressInfo
    const address = `http://127.0.0.1:${port}`
    expect(await test.api.settings.testPortal({ portal: address })).toEqual({
      ok: true,
      detail: `127.0.0.1:${port}, 2018-11-20`,
    })
    expect(asked[0]).toContain('/resource/ijzp-q8t2.json')
    await new Promise((resolve) => portal.close(resolve))
    const gone = await test.api.settings.testPortal({ portal: address })
    expect(gone).toMatchObject({ ok: false, code: expect.stringMatching(/^sources\.portal\./) })
  })

  it('tell which secrets are set and from where, never what they are', async () => {
    const folder = join(test.folder, 'secretive')
    const kept = new Map<string, string>([['AWS_ACCESS_KEY_ID', 'kept-in-the-key-store']])
    const secrets: SecretStore = {
      names: () => [...kept.keys()],
      async set(name, value) {
        if (value === undefined) kept.delete(name)
        else kept.set(name, value)
      },
    }
    const engine = await openEngine({
      ...{ workspace: folder, store: undefined, threads: 1, cwd: test.folder },
      env: { HOME: test.folder, SOCRATA_APP_TOKEN: 'set-in-the-environment' },
      keptSecrets: async () => Object.fromEntries(kept),
      shell: { kind: 'desktop', secrets, languageChanged() {} },
    })
    try {
      const api = createApiCaller(engine)
      const answer = await api.settings.get()
      expect(answer.keepsSecrets).toBe(true)
      expect(answer.secrets).toEqual([
        { name: 'SOCRATA_APP_TOKEN', from: 'environment' },
        { name: 'AWS_ACCESS_KEY_ID', from: 'key_store' },
        { name: 'AWS_SECRET_ACCESS_KEY', from: null },
        { name: 'ARREST_WORKBENCH_API_KEY', from: null },
      ])
      expect(await api.settings.setSecret({ name: 'AWS_SECRET_ACCESS_KEY', value: 'typed-just-now' })).toEqual({
        applied: 'now',
      })
      expect(engine.workbench.workspace.environment.AWS_SECRET_ACCESS_KEY).toBe('typed-just-now')
      expect((await api.settings.get()).secrets[2]).toEqual({ name: 'AWS_SECRET_ACCESS_KEY', from: 'key_store' })
      expect(JSON.stringify(await api.settings.get())).not.toMatch(/typed-just-now|kept-in|set-in/)
      engine.workbench.logger.info({ note: 'typed-just-now' }, 'a careless line')
      const log = join(folder, 'logs')
      const { readdirSync } = await import('node:fs')
      expect(
        readdirSync(log)
          .map((name) => readFileSync(join(log, name), 'utf8'))
          .join(''),
      ).not.toContain('typed-just')
    } finally {
      await engine.close()
    }
  })

  it('refuse a secret where it would be plain text', async () => {
    const refused = test.api.settings.setSecret({ name: 'SOCRATA_APP_TOKEN', value: 'abcdef' })
    await expect(refused).rejects.toMatchObject({ cause: { code: 'settings.no_key_store' } })
  })

  it('change the language of what is said', async () => {
    await test.api.app.setLanguage({ language: 'es' })
    expect((await test.api.app.info()).language).toBe('es')
    const refused = test.api.runs.get({ runId: 'ffff' })
    await expect(refused).rejects.toThrow('No hay ninguna ejecución ffff')
  })

  it('show the licence and the notice of what ships', async () => {
    const { licence, notice } = await test.api.app.licences()
    expect(licence).toContain('Apache License')
    expect(notice).toContain('City of Chicago')
  })
})
