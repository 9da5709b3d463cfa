import { describe, expect, it } from 'vitest'
import type { PredictionWriter } from '../../../src/main/predictions/predictionWriter.ts'
import { EXAMPLE_INCIDENT, exampleFeatures } from '../../../src/main/serving/docs/examples.ts'
import { keyDigest } from '../../../src/main/serving/keys.ts'
import { createRateLimiter } from '../../../src/main/serving/traffic/rateLimit.ts'
import type { Incident } from '../../../src/shared/serving/prediction.ts'
import { expectedProbability, featurize, logisticChampion } from './logisticChampion.ts'
import { forgetfulLog, get, holding, portOf, post, raw, serve } from './support.ts'

const features = exampleFeatures(logisticChampion('1'))
const incident = EXAMPLE_INCIDENT

/** A writer that keeps what it is given in memory. */
function memoryLog() {
  const kept: { arm: string; version: number; id: string; pairId: string | null; probability: number }[] = []
  const outcomes: unknown[] = []
  const log: PredictionWriter = {
    ...forgetfulLog(),
    stream: ({ arm, version }) => ({
      add: ({ id, pairId, probability }) => void kept.push({ arm, version, id, pairId, probability }),
    }),
    attach: async (told) => {
      outcomes.push(...told)
      return { predictions: told.length, unknown: [] }
    },
    state: () => ({ kept: kept.length, dropped: 0, waiting: 0 }),
  }
  return { log, kept, outcomes }
}

describe('metrics', () => {
  it('tell Prometheus of requests, latencies, predictions by class, the versions that answer, and the log', async () => {
    const { log } = memoryLog()
    const server = await serve({ log })
    await post(server, '/predict', features)
    await post(server, '/predict/batch', { instances: [features, features] })
    await post(server, '/predict', { nonsense: true })
    const response = await fetch(`${server.address}/metrics`)
    expect(response.headers.get('content-type')).toContain('text/plain')
    const text = await response.text()
    expect(text).toContain('arrest_workbench_requests_total{route="/predict",method="POST",status="200"} 1')
    expect(text).toContain('arrest_workbench_requests_total{route="/predict",method="POST",status="422"} 1')
    expect(text).toMatch(/arrest_workbench_request_duration_seconds_bucket\{le="0.005",route="\/predict"\} \d/)
    const made = [
      ...text.matchAll(/^arrest_workbench_predictions_total\{model="\w+",version="1",arm="champion".*\} (\d)/gm),
    ]
    expect(made.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(3)
    expect(text).toMatch(/^arrest_workbench_model_info\{.*version="1",arm="champion".*\} 1$/m)
    expect(text).toContain('arrest_workbench_log_predictions_total{result="kept"} 3')
  })
})

describe('request ids', () => {
  it('come back as they were sent where they are plain, else anew, on every answer', async () => {
    const server = await serve()
    const sent = await post(server, '/predict', features, { 'x-request-id': 'job-7.row:3' })
    expect(sent.headers.get('x-request-id')).toBe('job-7.row:3')
    const odd = await post(server, '/predict', {}, { 'x-request-id': '<script>' })
    expect(odd.status).toBe(422)
    expect(odd.headers.get('x-request-id')).toMatch(/^[\w-]+$/)
  })
})

describe('the rate limit', () => {
  it('lets a client make as many requests at once as a second has, then refills', () => {
    const limiter = createRateLimiter(3)
    expect([0, 0, 0, 0].map((now) => limiter.take('a', now))).toEqual([0, 0, 0, 1])
    expect(limiter.take('b', 0)).toBe(0)
    expect(limiter.take('a', 340)).toBe(0)
    expect(limiter.take('a', 341)).toBe(1)
  })

  it('answers 429 and when to try again', async () => {
    const server = await serve({ rateLimit: 2 })
    const answers = [await get(server, '/health'), await get(server, '/health'), await get(server, '/health')]
    const refused = answers.find(({ status }) => status === 429)
    expect(refused?.headers.get('retry-after')).toBe('1')
  })
})

describe('pages elsewhere', () => {
  const origin = 'https://dashboard.example.org'

  it('are refused unless they are named', async () => {
    const server = await serve()
    expect((await post(server, '/predict', features, { origin })).status).toBe(403)
  })

  it('that are named may ask, and browsers are told so before, without a key', async () => {
    const server = await serve({ origins: [origin], apiKey: 'a key' })
    const preflight = await fetch(`${server.address}/predict`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-api-key' },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin)
    const asked = await post(server, '/predict', features, { origin, 'x-api-key': 'a key' })
    expect(asked.status).toBe(200)
    expect(asked.headers.get('access-control-allow-origin')).toBe(origin)
    expect((await post(server, '/predict', features, { origin })).status).toBe(401)
    const other = await post(server, '/predict', features, { origin: 'https://evil.example', 'x-api-key': 'a key' })
    expect(other.status).toBe(403)
  })
})

describe('keys that are kept as hashes', () => {
  it('open the endpoint, each of them, beside that of the environment', async () => {
    let keys = ['one', 'two'].map(keyDigest)
    const server = await serve({ keys: () => keys, apiKey: 'three' })
    const status = async (key: string) => (await post(server, '/predict', features, { 'x-api-key': key })).status
    expect(await Promise.all(['one', 'two', 'three', 'four', keys[0]!.toString('hex')].map(status))).toEqual([
      ...[200, 200, 200, 401, 401],
    ])
    keys = ['four'].map(keyDigest)
    expect(await Promise.all(['one', 'three', 'four'].map(status))).toEqual([401, 200, 200])
  })
})

describe('a server whose last key was revoked', () => {
  it('lets nobody in, rather than everybody', async () => {
    let keys = ['one'].map(keyDigest)
    const server = await serve({ keys: () => keys })
    keys = []
    expect((await post(server, '/predict', features, { 'x-api-key': 'one' })).status).toBe(401)
    expect((await post(server, '/predict', features)).status).toBe(401)
  })
})

describe('what is sent twice', () => {
  it('is taken once: of a JSON key the last, of a key header none', async () => {
    const server = await serve({ apiKey: 'a key' })
    const [name] = Object.keys(features)
    const twice = `{"${name}": 5, ${JSON.stringify(features).slice(1)}`
    const once = await post(server, '/predict', features, { 'x-api-key': 'a key' })
    const answer = await post(server, '/predict', twice, { 'x-api-key': 'a key' })
    expect(answer.body.probability).toBe(once.body.probability)
    const host = `Host: localhost:${portOf(server)}`
    const end = 'Connection: close\r\n\r\n'
    const keys = await raw(
      portOf(server),
      `GET /model/info HTTP/1.1\r\n${host}\r\nX-API-Key: a key\r\nX-API-Key: a key\r\n${end}`,
    )
    expect(keys).toMatch(/^HTTP\/1.1 401/)
    const lengths = 'Content-Length: 2\r\nContent-Length: 3\r\n'
    const smuggled = await raw(portOf(server), `POST /predict HTTP/1.1\r\n${host}\r\n${lengths}${end}{}`)
    expect(smuggled).toMatch(/^HTTP\/1.1 400/)
  })
})

describe('feedback', () => {
  it('is taken of one or many, by prediction or by incident', async () => {
    const { log, outcomes } = memoryLog()
    const server = await serve({ log })
    const one = await post(server, '/feedback', { prediction_id: 'p1', arrest: true })
    expect(one).toMatchObject({ status: 200, body: { accepted: 1, predictions: 1, unknown: [] } })
    await post(server, '/feedback', {
      outcomes: [
        { id: 77, arrest: false },
        { id: 'x', arrest: true },
      ],
    })
    expect(outcomes).toEqual([
      { predictionId: 'p1', arrest: true },
      { incidentId: '77', arrest: false },
      { incidentId: 'x', arrest: true },
    ])
  })

  it.each([
    ['nothing', {}],
    ['both names', { prediction_id: 'p', id: 1, arrest: true }],
    ['neither name', { arrest: true }],
    ['no outcome', { id: 1 }],
    ['an unknown field', { id: 1, arrest: true, who: 'me' }],
    ['a list', []],
    ['no list', { outcomes: 5 }],
    ['too many', { outcomes: Array.from({ length: 1001 }, () => ({ id: 1, arrest: true })) }],
  ])('with %s is 422', async (_, body) => {
    const { log } = memoryLog()
    const server = await serve({ log })
    const answer = await post(server, '/feedback', body)
    expect(answer.status).toBe(422)
    expect(answer.body.detail.length).toBeGreaterThan(0)
  })
})

describe('a challenger beside the champion', () => {
  const id = 'contest-1'
  const champion = logisticChampion('1')
  const challenger = logisticChampion('2')

  it('on a share answers its incidents, always the same ones, and says so', async () => {
    const { log, kept } = memoryLog()
    const source = holding({ ...champion, challenge: { id, challenger, mode: 'split', share: 0.3 } })
    const server = await serve({ champion: source, log })
    const instances = Array.from({ length: 1000 }, (_, k) => ({ ...features, id: k }))
    const { body } = await post(server, '/predict/batch', { instances })
    const arms = body.predictions.map(({ arm }) => arm)
    const share = arms.filter((arm) => arm === 'challenger').length / arms.length
    expect(share).toBeGreaterThan(0.25)
    expect(share).toBeLessThan(0.35)
    expect(body.predictions.map((row) => row.model_version ?? '1')).toEqual(
      arms.map((arm) => (arm === 'champion' ? '1' : '2')),
    )
    for (const k of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const alone = await post(server, '/predict', { ...features, id: k })
      expect(alone.body).toMatchObject({ arm: arms[k], probability: body.predictions[k]!.probability })
      expect(alone.body.model_version).toBe(arms[k] === 'champion' ? '1' : '2')
    }
    expect(kept.slice(0, 1000).map(({ arm }) => arm)).toEqual(arms)
  })

  it('in silence is asked for all and never heard, and its answers are kept beside those given', async () => {
    const { log, kept } = memoryLog()
    const source = holding({ ...champion, challenge: { id, challenger, mode: 'shadow', share: 1 } })
    const server = await serve({ champion: source, log })
    const { body } = await post(server, '/predict', features)
    expect(body).toMatchObject({ arm: 'champion', model_version: '1' })
    await expect.poll(() => kept.length).toBe(2)
    expect(kept[1]).toMatchObject({ arm: 'shadow', version: 2, pairId: body.prediction_id })
  })

  it('reads incidents by what it has learned itself, and gets no features that mean something else to it', async () => {
    const otherwise = (incident: Incident) => featurize(incident).map((value) => value + 1)
    const other = { ...challenger, featurizerHash: 'of another year', featurize: otherwise }
    const { log, kept } = memoryLog()
    const split = holding({ ...champion, challenge: { id, challenger: other, mode: 'split', share: 0.999 } })
    const server = await serve({ champion: split, log })
    const expected = expectedProbability(otherwise(incident), '2')
    expect(expected).not.toBeCloseTo(expectedProbability(featurize(incident), '2'), 3)
    const one = await post(server, '/predict', { ...incident, id: 1 })
    expect(one.body).toMatchObject({ arm: 'challenger', probability: expected })
    const { body } = await post(server, '/predict/batch', {
      instances: [
        { ...incident, id: 1 },
        { ...features, id: 1 },
      ],
    })
    expect(body.predictions.map(({ arm }) => arm ?? 'champion')).toEqual(['challenger', 'champion'])
    expect(body.predictions[0]!.probability).toBe(expected)

    const shadow = holding({ ...champion, challenge: { id, challenger: other, mode: 'shadow', share: 1 } })
    const silent = await serve({ champion: shadow, log })
    kept.length = 0
    await post(silent, '/predict', incident)
    await expect.poll(() => kept.length).toBe(2)
    expect(kept[1]).toMatchObject({ arm: 'shadow', probability: expected })
    await post(silent, '/predict', features)
    await expect.poll(() => kept.length).toBe(3)
    expect(kept.filter(({ arm }) => arm === 'shadow')).toHaveLength(1)
  })

  it('that fails in silence disturbs nobody', async () => {
    const { log, kept } = memoryLog()
    const broken = { ...challenger, score: () => Number.NaN }
    const source = holding({ ...champion, challenge: { id, challenger: broken, mode: 'shadow', share: 1 } })
    const server = await serve({ champion: source, log })
    expect((await post(server, '/predict', features)).status).toBe(200)
    expect((await post(server, '/predict', features)).status).toBe(200)
    expect(kept.every(({ arm }) => arm === 'champion')).toBe(true)
  })
})
