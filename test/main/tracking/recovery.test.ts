import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../../../src/main/tracking/ids.ts'
import { temporaryFolder } from '../../support.ts'
import { bundlePrograms, openWorkspace, startProgram, type Workspace } from './workspace.ts'

/** Files below a folder as `/`-separated relative paths. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}

/** Nothing half-written: no run that pretends to run, no file without its record or record without its file, no damaged model. */
async function expectWhole({ folder, tracking, registry }: Workspace): Promise<void> {
  const runs = await tracking.runs.list({ limit: 10_000 })
  expect(runs.filter((run) => run.status === 'RUNNING')).toEqual([])
  const recorded = new Map(runs.flatMap((run) => run.artifacts.map((file) => [`${run.id}/${file.path}`, file.sha256])))
  const found = filesIn(join(folder, 'artifacts'))
  expect(found.sort()).toEqual([...recorded.keys()].sort())
  for (const file of found) {
    const hash = createHash('sha256')
      .update(readFileSync(join(folder, 'artifacts', file)))
      .digest('hex')
    expect(hash).toBe(recorded.get(file))
  }
  for (const { name, versions } of await registry.models()) {
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, i) => versions.length - i))
    for (const version of versions) {
      expect((await registry.read(version)).info.run_id).toBe(version.runId)
      expect(version.stage === 'Production').toBe(version.aliases.includes('champion'))
    }
    const last = (await registry.events(name)).filter(({ alias }) => alias === 'champion').at(-1)
    expect((await registry.aliased(name, 'champion'))?.version).toBe(last?.toVersion)
    expect((await registry.aliased(name, 'previous_champion'))?.version).toBe(last?.fromVersion)
  }
}

describe('a workspace whose process is killed', () => {
  const program = bundlePrograms('train', 'die', 'hold')

  it('opens again with nothing half-written, whenever that was', async () => {
    const folder = temporaryFolder()
    let finished = 0
    const kill = async (delayMs: number, atOnce: boolean, after: 'open' | 'finished' = 'open') => {
      const one = startProgram(program('train'), folder)
      const other = atOnce ? startProgram(program('train'), folder) : undefined
      await one.printed(after)
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      for (const victim of [one, other]) victim?.process.kill('SIGKILL')
      await Promise.all([one.ended, other?.ended])
      finished += one.lines.filter((line) => line.startsWith('finished')).length
      finished += other?.lines.filter((line) => line.startsWith('finished')).length ?? 0
      const workspace = await openWorkspace(folder)
      await expectWhole(workspace)
      for (const run of await workspace.tracking.runs.list({ kind: 'stage', limit: 10_000 })) {
        expect([0, 3000]).toContain((await workspace.tracking.runs.history(run.id, 'loss')).length)
      }
      const whole = await workspace.tracking.runs.list({ kind: 'pipeline', status: 'FINISHED', limit: 10_000 })
      expect(whole.length).toBeGreaterThanOrEqual(finished)
      await workspace.close()
    }
    // However slow the machine is, something has been finished that must stay.
    await kill(0, false, 'finished')
    const moments = fc.tuple(fc.integer({ min: 0, max: 150 }), fc.boolean())
    await fc.assert(
      fc.asyncProperty(moments, ([delayMs, atOnce]) => kill(delayMs, atOnce)),
      {
        numRuns: 20,
        endOnFailure: true,
        interruptAfterTimeLimit: 12_000,
      },
    )
    expect(finished).toBeGreaterThan(0)
  })

  it.each(['writing', 'recording'])('while %s a model folder has no such folder', async (moment) => {
    const folder = temporaryFolder()
    const victim = startProgram(program('die'), folder, moment)
    const id = (await victim.printed('run')).slice('run '.length)
    expect(await victim.ended).toBe(null)
    expect(filesIn(join(folder, 'artifacts')).filter((file) => file.endsWith('model.bin'))).toHaveLength(1)

    const workspace = await openWorkspace(folder)
    await expectWhole(workspace)
    const run = await workspace.tracking.runs.get(id)
    expect(run).toMatchObject({ status: 'KILLED', error: { code: 'run_interrupted' }, tags: {} })
    expect(run.artifacts.map(({ path }) => path)).toEqual(['report.txt'])
    expect(run.endTime).toBeGreaterThanOrEqual(run.startTime)
  })

  it('is not cleared while it lives, and can be used as soon as it is dead', async () => {
    const folder = temporaryFolder()
    const holder = startProgram(program('hold'), folder)
    const id = (await holder.printed('run')).slice('run '.length)
    const { tracking } = await openWorkspace(folder)
    expect((await tracking.runs.get(id)).status).toBe('RUNNING')
    const start = () => tracking.startRun({ experiment: 'held', name: 'pipeline', kind: 'pipeline', exclusive: true })
    const params = { run: id, pid: String(holder.process.pid) }
    await expect(start()).rejects.toMatchObject({ code: 'run_in_progress', params })

    holder.process.kill('SIGKILL')
    await holder.ended
    await start()
    expect(await tracking.runs.get(id)).toMatchObject({ status: 'KILLED', error: { code: 'run_interrupted' } })
  })

  it('lets the living go on to the end', async () => {
    const folder = temporaryFolder()
    const holder = startProgram(program('hold'), folder)
    const id = (await holder.printed('run')).slice('run '.length)
    const { tracking } = await openWorkspace(folder)
    holder.process.stdin.write('end\n')
    expect(await holder.ended).toBe(0)
    expect((await tracking.runs.get(id)).status).toBe('FINISHED')
  })

  it('loses folders of no run, and keeps what a user put there', async () => {
    const folder = temporaryFolder()
    const orphan = join(folder, 'artifacts', newId())
    const notes = join(folder, 'artifacts', 'my notes')
    for (const path of [orphan, notes]) {
      mkdirSync(path, { recursive: true })
      writeFileSync(join(path, 'file'), 'x')
    }
    await openWorkspace(folder)
    expect(existsSync(orphan)).toBe(false)
    expect(existsSync(notes)).toBe(true)
  })
})

describe('a workspace that several processes use at once', () => {
  const program = bundlePrograms('share')

  it('has all that each of them wrote, from its first opening on', async () => {
    const folder = temporaryFolder()
    const programs = [1, 2, 3].map(() => startProgram(program('share'), folder))
    expect(await Promise.all(programs.map(({ ended }) => ended))).toEqual([0, 0, 0])
    const workspace = await openWorkspace(folder)
    await expectWhole(workspace)
    const runs = await workspace.tracking.runs.list()
    expect(runs.map((run) => run.status)).toEqual(Array.from({ length: 30 }, () => 'FINISHED'))
    for (const run of runs) expect(await workspace.tracking.runs.history(run.id, 'loss')).toHaveLength(10)
    const model = await workspace.registry.model('demonstration')
    expect(model.versions).toHaveLength(30)
    const promoted = (await workspace.registry.events('demonstration')).filter(({ action }) => action === 'promoted')
    expect(promoted.map(({ toVersion }) => toVersion).sort((a, b) => a! - b!)).toEqual(
      model.versions.map(({ version }) => version).reverse(),
    )
  })
})
