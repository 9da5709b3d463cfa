import { describe, expect, it } from 'vitest'
import { EXAMPLE_INCIDENT, exampleFeatures } from '../../../src/main/serving/docs/examples.ts'
import {
  batchPredictionSchema,
  healthSchema,
  modelInfoSchema,
  predictionSchema,
  reloadSchema,
} from '../../../src/shared/serving/prediction.ts'
import { expectedProbability, FEATURES, featurize, logisticChampion, REQUIRED } from './logisticChampion.ts'
import { get, holding, post, serve } from './support.ts'

const features = exampleFeatures(logisticChampion('1'))
const expected = expectedProbability(Object.values(features), '1')

describe('POST /predict', () => {
  it('answers features by name with the probability of the model, in any order of names', async () => {
    const server = await serve()
    const reversed = Object.fromEntries(Object.entries(features).reverse())
    for (const body of [features, reversed]) {
      const { status, body: answer } = await post(server, '/predict', body)
      expect(status).toBe(200)
      expect(predictionSchema.parse(answer)).toEqual(answer)
      expect(answer).toMatchObject({ prediction: expected >= 0.5, probability: expected, model_version: '1' })
      expect(Math.abs(Date.parse(answer.timestamp) - Date.now())).toBeLessThan(60_000)
      expect(answer.timestamp).toMatch(/Z$/)
    }
  })

  it('answers a raw incident as its features', async () => {
    const { status, body } = await post(await serve(), '/predict', EXAMPLE_INCIDENT)
    expect(status).toBe(200)
    expect(body.probability).toBe(expected)
  })

  it('takes degrees where feet are not given', async () => {
    const { x_coordinate, y_coordinate, ...rest } = EXAMPLE_INCIDENT
    const incident = { ...rest, latitude: 41.8933, longitude: -87.6295 }
    const { status, body } = await post(await serve(), '/predict', incident)
    expect(status).toBe(200)
    expect(body.probability).toBe(expectedProbability(featurize(incident), '1'))
  })

  it('takes a row of the portal as it comes: numbers as text, columns that no model uses, computed regions', async () => {
    const row = {
      ...EXAMPLE_INCIDENT,
      id: '11556037',
      case_number: 'JB000000',
      block: '001XX N STATE ST',
      description: '$500 AND UNDER',
      arrest: false,
      x_coordinate: '1176000',
      y_coordinate: '1904500',
      ward: '42',
      community_area: '8',
      year: '2018',
      updated_on: '2018-02-01T15:49:14.000',
      date: '2018-01-15T14:30:00.000',
      location: { latitude: '41.9', longitude: '-87.6' },
      ':@computed_region_awaf_s7ux': '14',
    }
    const { status, body } = await post(await serve(), '/predict', row)
    expect(status).toBe(200)
    expect(body).toMatchObject({ probability: expected, id: '11556037' })
  })

  it('gives an unknown code the frequency 0, and a null location the one of UNKNOWN', async () => {
    const incident = { ...EXAMPLE_INCIDENT, iucr: '9999', location_description: null }
    const { body } = await post(await serve(), '/predict', incident)
    expect(body.probability).toBe(expectedProbability(featurize(incident), '1'))
    expect(body.probability).not.toBe(expected)
  })

  it("predicts an arrest from the model's own threshold on", async () => {
    for (const [threshold, prediction] of [
      [expected, true],
      [expected + 1e-9, false],
    ] as const) {
      const server = await serve({ champion: holding(logisticChampion('1', { threshold })) })
      expect((await post(server, '/predict', features)).body.prediction).toBe(prediction)
    }
  })

  it('gives every prediction an id of its own and returns the one of the request', async () => {
    const server = await serve()
    const answers = await Promise.all([1, 2, 3].map((id) => post(server, '/predict', { ...features, id })))
    expect(answers.map(({ body }) => body.id)).toEqual([1, 2, 3])
    expect(new Set(answers.map(({ body }) => body.prediction_id)).size).toBe(3)
  })
})

describe('POST /predict/batch', () => {
  it('answers a thousand instances of both shapes, in their order', async () => {
    const instances = Array.from({ length: 1000 }, (_, k) =>
      k % 2 === 0 ? { ...features, day_of_week_sin: k / 1000, id: `n${k}` } : { ...EXAMPLE_INCIDENT, id: k },
    )
    const { status, body } = await post(await serve(), '/predict/batch', { instances })
    expect(status).toBe(200)
    expect(batchPredictionSchema.parse(body)).toEqual(body)
    expect(body).toMatchObject({ count: 1000, model_version: '1' })
    const position = FEATURES.indexOf('day_of_week_sin')
    const wanted = instances.map((_, k) => {
      const row = Object.values(features)
      if (k % 2 === 0) row[position] = k / 1000
      return expectedProbability(row, '1')
    })
    expect(body.predictions.map((one) => one.probability)).toEqual(wanted)
    expect(body.predictions.map((one) => one.id)).toEqual(instances.map(({ id }) => id))
    expect(new Set(body.predictions.map((one) => one.prediction_id)).size).toBe(1000)
  })

  it("uses the model's own batch scoring where there is one", async () => {
    const scoreBatch = (matrix: Float64Array, rows: number) =>
      Float64Array.from({ length: rows }, (_, row) => matrix[row * FEATURES.length]! / 2)
    const server = await serve({ champion: holding(logisticChampion('1', { scoreBatch })) })
    const instances = [0.2, 0.4].map((iucr_freq) => ({ ...features, iucr_freq }))
    const { body } = await post(server, '/predict/batch', { instances })
    const position = FEATURES.indexOf('iucr_freq')
    expect(position).toBe(0)
    expect(body.predictions.map((one) => one.probability)).toEqual([0.1, 0.2])
  })

  it('answers no instances with no predictions', async () => {
    const { status, body } = await post(await serve(), '/predict/batch', { instances: [] })
    expect(status).toBe(200)
    expect(body).toMatchObject({ predictions: [], count: 0 })
  })
})

describe('the model and its health', () => {
  it('tells the model, its features and the incident fields it needs', async () => {
    const { status, body } = await get(await serve(), '/model/info')
    expect(status).toBe(200)
    expect(modelInfoSchema.parse(body)).toEqual({
      name: 'xgboost_chicago_crimes',
      version: '1',
      alias: 'champion',
      run_id: 'run-1',
      threshold: 0.5,
      metrics: { mcc: 0.2399284354068047 },
      features: FEATURES,
      incident_fields: [...REQUIRED],
    })
  })

  it('is healthy with a model', async () => {
    const { status, body } = await get(await serve(), '/health')
    expect(status).toBe(200)
    expect(healthSchema.parse(body)).toMatchObject({
      status: 'healthy',
      model_loaded: true,
      model_name: 'xgboost_chicago_crimes',
      model_version: '1',
    })
  })

  it('is degraded without one, and every question to it is 503', async () => {
    const server = await serve({ champion: holding(undefined) })
    const health = await get(server, '/health')
    expect(health.status).toBe(503)
    expect(healthSchema.parse(health.body)).toMatchObject({ status: 'degraded', model_loaded: false })
    const answers = [
      await post(server, '/predict', features),
      await post(server, '/predict/batch', { instances: [] }),
      await get(server, '/model/info'),
    ]
    for (const { status, body } of answers) {
      expect(status).toBe(503)
      expect(body.detail).toMatch(/no champion/)
    }
    expect((await get(server, '/')).status).toBe(200)
    expect((await get(server, '/openapi.json')).status).toBe(200)
  })

  it('says "generated data" everywhere when the model was trained on it, and nowhere else', async () => {
    const paths = ['/', '/health', '/model/info']
    for (const generated of [true, false]) {
      const server = await serve({ champion: holding(logisticChampion('1', { generated })) })
      const answers = [
        ...(await Promise.all(paths.map((path) => get(server, path)))),
        await post(server, '/predict', features),
        await post(server, '/predict/batch', { instances: [features] }),
      ]
      for (const { body } of answers) expect(body.generated_data).toBe(generated ? true : undefined)
      const { body: document } = await get(server, '/openapi.json')
      expect(document.info.description.includes('generated data')).toBe(generated)
    }
  })

  it('tells on reload that nothing changed', async () => {
    const server = await serve()
    const response = await fetch(`${server.address}/model/reload`, { method: 'POST' })
    expect(response.status).toBe(200)
    expect(reloadSchema.parse(await response.json())).toMatchObject({ status: 'unchanged', model_version: '1' })
  })
})
