import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { ModelInfo } from '../../../src/main/registry/modelFolder.ts'
import type { ModelVersion, RegistryEvent } from '../../../src/main/registry/registry.ts'
import { UserError } from '../../../src/shared/errors.ts'
import { modelContent } from '../tracking/modelContent.ts'
import { openWorkspace, type Workspace } from '../tracking/workspace.ts'

const MODEL = 'demonstration'
const why = { reason: 'because', actor: 'analyst' }

/** Registers a model of a run of its own. */
async function register({ tracking, registry }: Workspace, changes: Partial<ModelInfo> = {}): Promise<ModelVersion> {
  return tracking.withRun({ experiment: 'test', name: 'training', kind: 'training' }, (run) =>
    registry.registerVersion({ content: modelContent(run.id, changes), description: 'boosting', ...why }),
  )
}

describe('a registered version', () => {
  it('is kept with everything it needs to predict, as an artifact of its run', async () => {
    const workspace = await openWorkspace()
    const version = await register(workspace)
    expect(version).toMatchObject({
      ...{ model: MODEL, version: 1, stage: 'None', aliases: [], description: 'boosting', generated: true },
      ...{ learner: 'gradient-boosting', features: ['iucr_freq', 'primary_type_freq'], recipeHash: 'c0ffee' },
      metrics: { mcc: 0.62, auc: 0.888 },
    })
    expect(await workspace.registry.read(version)).toEqual({
      ...modelContent(version.runId),
      model: Buffer.from(modelContent(version.runId).model),
      contentHash: version.contentHash,
      trainedThreshold: 0.5,
    })
    const run = await workspace.tracking.runs.get(version.runId)
    expect(run.artifacts.map(({ path }) => path)).toEqual(
      ['calibration', 'featurizer', 'info', 'manifest', 'model', 'recipe'].map(
        (name) => `model/${name}.${name === 'model' ? 'bin' : 'json'}`,
      ),
    )
  })

  it('has the same content hash when the same model is trained again, and another when it predicts otherwise', async () => {
    const workspace = await openWorkspace()
    const first = await register(workspace)
    const again = await register(workspace, { trained_at: '2026-02-02T00:00:00.000Z' })
    const other = await register(workspace, { seed: 43 })
    expect(again.contentHash).toBe(first.contentHash)
    expect(other.contentHash).not.toBe(first.contentHash)
    expect([first, again, other].map(({ version }) => version)).toEqual([1, 2, 3])
  })

  it('of generated data does not join a model of real data', async () => {
    const workspace = await openWorkspace()
    await register(workspace, { name: 'xgboost_chicago_crimes', generated: false })
    const mixed = register(workspace, { name: 'xgboost_chicago_crimes', generated: true })
    await expect(mixed).rejects.toMatchObject({ code: 'model_generated_mismatch' })
    expect((await workspace.registry.model('xgboost_chicago_crimes')).versions).toHaveLength(1)
    const failed = (await workspace.tracking.runs.list({ status: 'FAILED' }))[0]!
    expect(failed.artifacts).toEqual([])
  })

  it.each(['model.bin', 'featurizer.json', 'calibration.json', 'recipe.json', 'info.json', 'manifest.json'])(
    'says so when its %s was damaged or lost',
    async (file) => {
      const workspace = await openWorkspace()
      const version = await register(workspace)
      const path = join(version.folder, file)
      const bytes = readFileSync(path)
      bytes[bytes.length >> 1]! ^= 1
      writeFileSync(path, bytes)
      const damage = { code: 'model_folder_damaged', params: { folder: version.folder } }
      await expect(workspace.registry.read(version)).rejects.toMatchObject(damage)
      rmSync(path)
      const loss = { code: 'model_folder_damaged', params: { folder: version.folder, file } }
      await expect(workspace.registry.read(version)).rejects.toMatchObject(loss)
    },
  )
})

describe('promotion', () => {
  it('makes the champion the previous one, and rollback undoes that', async () => {
    const workspace = await openWorkspace()
    const { registry } = workspace
    for (let i = 0; i < 2; i++) await register(workspace)
    await registry.setAlias(MODEL, 'challenger', 1, why)
    expect(await registry.version(MODEL, 1)).toMatchObject({ stage: 'Staging', aliases: ['challenger'] })
    await registry.promote(MODEL, 1, why)
    await registry.promote(MODEL, 2, why)
    expect(await registry.version(MODEL, 2)).toMatchObject({ stage: 'Production', aliases: ['champion'] })
    expect(await registry.version(MODEL, 1)).toMatchObject({ stage: 'Archived', aliases: ['previous_champion'] })
    expect(await registry.rollback(MODEL, { reason: 'drift', actor: 'on call' })).toEqual({ version: 1 })
    expect(await registry.version(MODEL, 1)).toMatchObject({ stage: 'Production', aliases: ['champion'] })
    expect(await registry.version(MODEL, 2)).toMatchObject({ stage: 'Archived', aliases: ['previous_champion'] })
    expect((await registry.events(MODEL)).at(-1)).toMatchObject({
      ...{ action: 'rolled_back', alias: 'champion', fromVersion: 2, toVersion: 1 },
      ...{ reason: 'drift', actor: 'on call' },
    })
  })

  it('refuses other inputs unless they are allowed; their order does not matter', async () => {
    const workspace = await openWorkspace()
    const { registry } = workspace
    await register(workspace, { features: ['a', 'b'] })
    await register(workspace, { features: ['b', 'a'] })
    await register(workspace, { features: ['a', 'c'] })
    await registry.promote(MODEL, 1, why)
    await registry.promote(MODEL, 2, why)
    await expect(registry.promote(MODEL, 3, why)).rejects.toMatchObject({
      code: 'promotion_changes_features',
      params: { missing: 'b', added: 'c' },
    })
    expect((await registry.aliased(MODEL, 'champion'))?.version).toBe(2)
    await registry.promote(MODEL, 3, { ...why, allowSchemaChange: true })
    expect((await registry.aliased(MODEL, 'champion'))?.version).toBe(3)
  })

  it('says what is wrong with what it is asked for', async () => {
    const workspace = await openWorkspace()
    const { registry } = workspace
    await expect(registry.promote('none', 1, why)).rejects.toMatchObject({ code: 'model_not_found' })
    await expect(registry.rollback('none', why)).rejects.toMatchObject({ code: 'model_not_found' })
    await register(workspace)
    await expect(registry.promote(MODEL, 2, why)).rejects.toMatchObject({ code: 'model_version_not_found' })
    await expect(registry.rollback(MODEL, why)).rejects.toMatchObject({ code: 'nothing_to_roll_back' })
    await registry.promote(MODEL, 1, why)
    await expect(registry.promote(MODEL, 1, why)).rejects.toMatchObject({ code: 'already_champion' })
    await expect(registry.rollback(MODEL, why)).rejects.toMatchObject({ code: 'nothing_to_roll_back' })
    const setAlias = (alias: string) => registry.setAlias(MODEL, alias, 1, why)
    await expect(setAlias('champion')).rejects.toMatchObject({ code: 'alias_reserved' })
    await expect(setAlias('previous_champion')).rejects.toMatchObject({ code: 'alias_reserved' })
    await expect(setAlias('No Spaces')).rejects.toMatchObject({ code: 'alias_invalid' })
    await expect(setAlias('challenger')).rejects.toMatchObject({ code: 'champion_cannot_challenge' })
  })

  it('is noticed by another connection through the revision, which nothing else changes', async () => {
    const workspace = await openWorkspace()
    const watcher = (await openWorkspace(workspace.folder)).registry
    const seen: number[] = []
    const look = async () => seen.push(await watcher.championRevision(MODEL))
    await look()
    await register(workspace)
    await register(workspace)
    await workspace.registry.setAlias(MODEL, 'challenger', 2, why)
    await look()
    await workspace.registry.promote(MODEL, 1, why)
    await look()
    await workspace.registry.promote(MODEL, 2, why)
    await look()
    await workspace.registry.rollback(MODEL, why)
    await look()
    expect(seen[1]).toBe(seen[0])
    expect(new Set(seen).size).toBe(4)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
  })

  it('takes another threshold, which answers from then on and stays in the record', async () => {
    const workspace = await openWorkspace()
    const { registry } = workspace
    const { version } = await register(workspace)
    await registry.promote(MODEL, version, why)
    const before = await registry.championRevision(MODEL)
    await registry.setThreshold(MODEL, version, 0.31, why)
    expect(await registry.championRevision(MODEL)).toBeGreaterThan(before)
    const champion = await registry.version(MODEL, version)
    expect(await registry.read(champion)).toMatchObject({ info: { threshold: 0.31 }, trainedThreshold: 0.5 })
    expect((await registry.events(MODEL)).at(-1)).toMatchObject({ action: 'threshold_set', threshold: 0.31, ...why })
    await expect(registry.setThreshold(MODEL, version, 1.2, why)).rejects.toMatchObject({ code: 'threshold_invalid' })
  })

  it('cannot be struck from the record', async () => {
    const workspace = await openWorkspace()
    await register(workspace)
    await workspace.registry.promote(MODEL, 1, why)
    const { sql: db } = workspace.tracking.database
    for (const change of [
      sql`UPDATE audit_events SET actor = 'nobody'`,
      sql`DELETE FROM audit_events WHERE kind = 'promoted'`,
      sql`REPLACE INTO audit_events SELECT * FROM audit_events WHERE id = 1`,
    ]) {
      await expect(change.execute(db)).rejects.toThrow('append-only')
    }
    expect(await workspace.registry.events(MODEL)).toMatchObject([{ action: 'registered' }, { action: 'promoted' }])
  })
})

describe('any sequence of changes', () => {
  interface Aliases {
    champion?: number | undefined
    previous_champion?: number | undefined
    challenger?: number | undefined
  }
  type Change =
    | { does: 'register'; wide: boolean }
    | { does: 'promote'; version: number; allowSchemaChange: boolean }
    | { does: 'rollback' }
    | { does: 'challenge'; version: number | undefined }

  const version = fc.integer({ min: 1, max: 4 })
  const change: fc.Arbitrary<Change> = fc.oneof(
    fc.record({ does: fc.constant('register' as const), wide: fc.boolean() }),
    fc.record({ does: fc.constant('promote' as const), version, allowSchemaChange: fc.boolean() }),
    fc.record({ does: fc.constant('rollback' as const) }),
    fc.record({ does: fc.constant('challenge' as const), version: fc.option(version, { nil: undefined }) }),
  )

  /** The rules of design §5, on nothing but three numbers; undefined where the change must be refused. */
  function expected(now: Aliases, features: boolean[], wanted: Change): Aliases | undefined {
    const { champion, previous_champion, challenger } = now
    const crown = (next: number): Aliases => ({
      champion: next,
      previous_champion: champion ?? previous_champion,
      challenger: challenger === next ? undefined : challenger,
    })
    const known = (v: number) => v <= features.length
    if (wanted.does === 'register') return now
    if (wanted.does === 'rollback') return previous_champion === undefined ? undefined : crown(previous_champion)
    if (wanted.does === 'challenge') {
      if (features.length === 0) return undefined
      if (wanted.version === undefined) return { ...now, challenger: undefined }
      if (!known(wanted.version)) return undefined
      if (wanted.version === champion) return undefined
      return { ...now, challenger: wanted.version }
    }
    if (!known(wanted.version) || wanted.version === champion) return undefined
    const sameInputs = champion === undefined || features[champion - 1] === features[wanted.version - 1]
    return sameInputs || wanted.allowSchemaChange ? crown(wanted.version) : undefined
  }

  function replay(events: RegistryEvent[]): Aliases {
    const aliases: Aliases = {}
    for (const { action, fromVersion, toVersion } of events) {
      if (action === 'alias_set' || action === 'alias_removed') aliases.challenger = toVersion
      if (action !== 'promoted' && action !== 'rolled_back') continue
      aliases.champion = toVersion
      if (fromVersion !== undefined) aliases.previous_champion = fromVersion
      if (aliases.challenger === toVersion) aliases.challenger = undefined
    }
    return aliases
  }

  it('leaves the aliases that the rules say and the events retell, and refuses without a trace', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 14 }), async (changes) => {
        const workspace = await openWorkspace()
        const { registry } = workspace
        const features: boolean[] = []
        const served = new Set<number>()
        let aliases: Aliases = {}
        for (const wanted of changes) {
          const next = expected(aliases, features, wanted)
          const before = (await registry.events(MODEL)).length
          const done = await apply(workspace, wanted).then(
            () => true,
            (error) => {
              expect(error).toBeInstanceOf(UserError)
              return false
            },
          )
          expect(done).toBe(next !== undefined)
          if (!done) expect(await registry.events(MODEL)).toHaveLength(before)
          if (wanted.does === 'register') features.push(wanted.wide)
          aliases = next ?? aliases
          if (aliases.champion !== undefined) served.add(aliases.champion)

          const versions = features.length === 0 ? [] : (await registry.model(MODEL)).versions
          const found: Aliases = {}
          for (const { aliases: names, version } of versions)
            for (const name of names) Object.assign(found, { [name]: version })
          const set = Object.fromEntries(Object.entries(aliases).filter(([, value]) => value !== undefined))
          expect(found).toEqual(set)
          for (const { version, stage } of versions) {
            const due =
              version === aliases.champion ? 'Production' : version === aliases.challenger ? 'Staging' : 'rest'
            expect(stage).toBe(due === 'rest' ? (served.has(version) ? 'Archived' : 'None') : due)
          }
          expect(replay(await registry.events(MODEL))).toEqual(expect.objectContaining(set))
        }
        await workspace.close()
      }),
      { numRuns: 40 },
    )
  })

  async function apply(workspace: Workspace, wanted: Change): Promise<unknown> {
    const { registry } = workspace
    if (wanted.does === 'register') return register(workspace, { features: wanted.wide ? ['a', 'b'] : ['a'] })
    if (wanted.does === 'promote') return registry.promote(MODEL, wanted.version, { ...why, ...wanted })
    if (wanted.does === 'rollback') return registry.rollback(MODEL, why)
    return registry.setAlias(MODEL, 'challenger', wanted.version, why)
  }
})
