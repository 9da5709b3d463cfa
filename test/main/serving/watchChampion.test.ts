import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Champion } from '../../../src/main/serving/champion/champion.ts'
import { type WatchOptions, watchChampion } from '../../../src/main/serving/champion/watchChampion.ts'
import { exampleFeatures } from '../../../src/main/serving/docs/examples.ts'
import { UserError } from '../../../src/shared/errors.ts'
import { expectedProbability, logisticChampion } from './logisticChampion.ts'
import { get, portOf, post, serve } from './support.ts'

const features = exampleFeatures(logisticChampion('1'))
const row = Object.values(features)

/** A registry of which the test decides what is champion and whether it can be loaded. */
function registry(first: string | undefined) {
  return {
    champion: first,
    fault: undefined as Error | undefined,
    loads: 0,
    async load(): Promise<Champion | undefined> {
      this.loads++
      const version = this.champion
      await sleep(5)
      if (this.fault !== undefined) throw this.fault
      return version === undefined ? undefined : logisticChampion(version)
    },
  }
}

function watch(source: ReturnType<typeof registry>, options: Partial<WatchOptions> = {}) {
  const watched = watchChampion({
    revision: () => source.champion,
    load: () => source.load(),
    pollMs: 10,
    onError: () => undefined,
    ...options,
  })
  onTestFinished(() => watched.close())
  return watched
}

describe('a watched champion', () => {
  it('follows the registry by itself: promoted, replaced, gone', async () => {
    const models = registry(undefined)
    const watched = watch(models)
    const seen: (string | undefined)[] = []
    watched.onChange((champion) => seen.push(champion?.version))
    expect(watched.current()).toBeUndefined()
    for (const version of ['1', '2', undefined]) {
      models.champion = version
      await vi.waitFor(() => expect(watched.current()?.version).toBe(version))
    }
    expect(seen).toEqual(['1', '2', undefined])
    expect(models.loads).toBe(2)
  })

  it('loads once for all who ask at once, and never an older one over a newer', async () => {
    const models = registry('1')
    const watched = watch(models, { pollMs: 60_000 })
    const first = watched.reload()
    models.champion = '2'
    const later = [watched.reload(), watched.reload(), watched.reload()]
    await first
    for (const { champion } of await Promise.all(later)) expect(champion?.version).toBe('2')
    expect(watched.current()?.version).toBe('2')
    expect(models.loads).toBe(2)
  })

  it('stays with the old one when the new one cannot be loaded, says so, and takes it once it can', async () => {
    const errors: unknown[] = []
    const models = registry('1')
    const watched = watch(models, { onError: (error) => errors.push(error) })
    await watched.reload()
    models.fault = new Error('truncated')
    models.champion = '2'
    await vi.waitFor(() => expect(errors).toHaveLength(1))
    await expect(watched.reload()).rejects.toThrow('truncated')
    expect(watched.current()?.version).toBe('1')
    models.fault = undefined
    expect(await watched.reload()).toMatchObject({ changed: true, champion: { version: '2' } })
  })

  it('outlives a registry that cannot be asked', async () => {
    let broken = true
    const models = registry('1')
    const errors: unknown[] = []
    const watched = watch(models, {
      revision() {
        if (broken) throw new Error('database is locked')
        return models.champion
      },
      onError: (error) => errors.push(error),
    })
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(1))
    broken = false
    await vi.waitFor(() => expect(watched.current()?.version).toBe('1'))
  })
})

describe('POST /model/reload', () => {
  it('takes the new champion, and its features with it', async () => {
    const models = registry('1')
    const watched = watch(models, {
      pollMs: 60_000,
      load: async () => logisticChampion(models.champion!, narrow(models.champion!)),
    })
    await watched.reload()
    const server = await serve({ champion: watched })
    expect((await post(server, '/predict', features)).status).toBe(200)
    models.champion = '2'
    expect((await post(server, '/predict', { iucr_freq: 0.1 })).status).toBe(422)
    const { status, body } = await post(server, '/model/reload', '')
    expect([status, body]).toEqual([200, expect.objectContaining({ status: 'reloaded', model_version: '2' })])
    expect((await post(server, '/predict', { iucr_freq: 0.1 })).body.model_version).toBe('2')
    expect((await post(server, '/predict', features)).status).toBe(422)
    const { body: document } = await get(server, '/openapi.json')
    expect(Object.keys(document.components.schemas.Features.properties)).toEqual(['iucr_freq', 'id'])
  })

  it('is 503 when that fails: a reason for the user, no details of a bug, and the old one answers', async () => {
    const models = registry('1')
    const watched = watch(models, { pollMs: 60_000 })
    await watched.reload()
    const server = await serve({ champion: watched })
    models.champion = '2'
    for (const [fault, reason] of [
      [new UserError('serving.bool_parsing'), /Must be true or false.*Version 1 keeps answering/],
      [new Error('ENOENT: /home/x'), /the reason is in the log.*Version 1 keeps answering/],
    ] as const) {
      models.fault = fault
      const { status, body } = await post(server, '/model/reload', '')
      expect(status).toBe(503)
      expect(body.detail).toMatch(reason)
      expect(body.detail).not.toContain('ENOENT')
    }
    expect((await post(server, '/predict', features)).body.model_version).toBe('1')
    expect((await get(server, '/health')).status).toBe(200)
  })
})

/** From version 2 on the model takes one feature only. */
function narrow(version: string): Partial<Champion> {
  if (version === '1') return {}
  return { features: ['iucr_freq'], score: (values) => values[0]! / 2, featurize: () => Float64Array.of(0.1) }
}

describe('champions that change under load', () => {
  it('lose no request, and every answer is of one version from start to end', async () => {
    const models = registry('0')
    const watched = watch(models, { pollMs: 5 })
    await watched.reload()
    const server = await serve({ champion: watched })
    const agent = new Agent({ keepAlive: true, maxSockets: 8 })
    onTestFinished(() => agent.destroy())
    const versions = new Set<string>()
    let switches = 0
    watched.onChange(() => switches++)
    const wanted = new Map(Array.from({ length: 60 }, (_, k) => [String(k), expectedProbability(row, String(k))]))

    let answered = 0
    let running = true
    const promote = async () => {
      for (let version = 1; version < 60; version++) {
        const before = answered
        models.champion = String(version)
        // Each fifth by an explicit reload that competes with the watcher's own.
        if (version % 5 === 0) await post(server, '/model/reload', '')
        await vi.waitFor(() => expect(answered).toBeGreaterThan(before + 8), { interval: 1, timeout: 10_000 })
      }
      running = false
    }
    const client = async (path: string, body: unknown) => {
      while (running) {
        const answer = await ask(agent, portOf(server), path, body)
        const probabilities =
          'predictions' in answer ? answer.predictions.map((one) => one.probability) : [answer.probability]
        for (const probability of probabilities) expect(probability).toBe(wanted.get(answer.model_version))
        versions.add(answer.model_version)
        answered++
      }
    }
    const instances = Array.from({ length: 50 }, () => features)
    await Promise.all([
      promote(),
      ...Array.from({ length: 6 }, () => client('/predict', features)),
      ...Array.from({ length: 2 }, () => client('/predict/batch', { instances })),
    ])
    await vi.waitFor(() => expect(watched.current()?.version).toBe('59'))
    expect(versions.size).toBeGreaterThan(5)
    expect(switches).toBeGreaterThan(5)
  })
})

type LoadAnswer = { model_version: string } & ({ probability: number } | { predictions: { probability: number }[] })

/** Over kept connections; rejects on anything but 200. */
function ask(agent: Agent, port: number, path: string, body: unknown): Promise<LoadAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const sent = request({ agent, host: '127.0.0.1', port, method: 'POST', path, headers }, async (response) => {
      let received = ''
      for await (const chunk of response) received += chunk
      if (response.statusCode === 200) resolve(JSON.parse(received))
      else reject(new Error(`${response.statusCode} ${received}`))
    })
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}
