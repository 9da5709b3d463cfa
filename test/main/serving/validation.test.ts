import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { EXAMPLE_INCIDENT, exampleFeatures } from '../../../src/main/serving/docs/examples.ts'
import { UserError } from '../../../src/shared/errors.ts'
import { errorSchema } from '../../../src/shared/serving/prediction.ts'
import { logisticChampion } from './logisticChampion.ts'
import { get, holding, post, serve } from './support.ts'

const features = exampleFeatures(logisticChampion('1'))
const without = <T extends object>(body: T, ...fields: string[]) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !fields.includes(name)))

/** What each wrong body is answered: the place and the kind of each problem. */
const WRONG: [string, unknown, [(string | number)[], string][]][] = [
  ['a missing feature', without(features, 'iucr_freq'), [[['body', 'iucr_freq'], 'missing']]],
  ['a feature that the model has not', { ...features, extra: 1 }, [[['body', 'extra'], 'extra_forbidden']]],
  ['a feature as text', { ...features, iucr_freq: '0.1' }, [[['body', 'iucr_freq'], 'float_type']]],
  ['a feature that is null', { ...features, iucr_freq: null }, [[['body', 'iucr_freq'], 'float_type']]],
  [
    'several wrong features',
    { ...without(features, 'iucr_freq'), day_of_week_sin: [] },
    [
      [['body', 'iucr_freq'], 'missing'],
      [['body', 'day_of_week_sin'], 'float_type'],
    ],
  ],
  [
    'features with a field of an incident',
    { ...features, date: '2018-01-01T10:00:00' },
    [[['body', 'date'], 'extra_forbidden']],
  ],
  ['an incident with a feature', { ...EXAMPLE_INCIDENT, iucr_freq: 0.1 }, [[['body', 'iucr_freq'], 'extra_forbidden']]],
  [
    'an incident with an unknown field',
    { ...EXAMPLE_INCIDENT, colour: 'red' },
    [[['body', 'colour'], 'extra_forbidden']],
  ],
  ['an incident without a date', without(EXAMPLE_INCIDENT, 'date'), [[['body', 'date'], 'missing']]],
  ['an incident whose code is null', { ...EXAMPLE_INCIDENT, iucr: null }, [[['body', 'iucr'], 'null_forbidden']]],
  ['a code that lost its zeros', { ...EXAMPLE_INCIDENT, iucr: 820 }, [[['body', 'iucr'], 'string_type']]],
  ['an empty code', { ...EXAMPLE_INCIDENT, iucr: '' }, [[['body', 'iucr'], 'string_too_short']]],
  ['a day that is not', { ...EXAMPLE_INCIDENT, date: '2018-02-29T10:00:00' }, [[['body', 'date'], 'datetime_parsing']]],
  [
    'a time with a zone',
    { ...EXAMPLE_INCIDENT, date: '2018-02-28T10:00:00Z' },
    [[['body', 'date'], 'datetime_parsing']],
  ],
  ['a date without a time', { ...EXAMPLE_INCIDENT, date: '2018-02-28' }, [[['body', 'date'], 'datetime_parsing']]],
  ['half a place', without(EXAMPLE_INCIDENT, 'y_coordinate'), [[['body', 'y_coordinate'], 'missing']]],
  [
    'half a place in degrees',
    { ...without(EXAMPLE_INCIDENT, 'x_coordinate', 'y_coordinate'), latitude: 41.9 },
    [[['body', 'longitude'], 'missing']],
  ],
  [
    'no place',
    without(EXAMPLE_INCIDENT, 'x_coordinate', 'y_coordinate'),
    [
      [['body', 'x_coordinate'], 'missing'],
      [['body', 'y_coordinate'], 'missing'],
    ],
  ],
  [
    'swapped degrees',
    { ...without(EXAMPLE_INCIDENT, 'x_coordinate', 'y_coordinate'), latitude: -87.6, longitude: 41.9 },
    [
      [['body', 'latitude'], 'latitude_range'],
      [['body', 'longitude'], 'longitude_range'],
    ],
  ],
  [
    'text that is no number',
    { ...EXAMPLE_INCIDENT, x_coordinate: '12,5' },
    [[['body', 'x_coordinate'], 'float_parsing']],
  ],
  ['half a ward', { ...EXAMPLE_INCIDENT, ward: 4.5 }, [[['body', 'ward'], 'int_parsing']]],
  ['domestic as a word', { ...EXAMPLE_INCIDENT, domestic: 'yes' }, [[['body', 'domestic'], 'bool_parsing']]],
  ['an id that is a list', { ...features, id: [1] }, [[['body', 'id'], 'string_or_int']]],
  ['an id without end', { ...features, id: 'x'.repeat(65) }, [[['body', 'id'], 'string_or_int']]],
  ['a ward beyond integers', { ...EXAMPLE_INCIDENT, ward: 1e300 }, [[['body', 'ward'], 'value_error']]],
  ['an empty object', {}, [[['body'], 'missing']]],
  [
    'only unknown fields',
    { colour: 'red' },
    [
      [['body'], 'missing'],
      [['body', 'colour'], 'extra_forbidden'],
    ],
  ],
  ['a list', [features], [[['body'], 'dict_type']]],
  ['a number', 7, [[['body'], 'dict_type']]],
  ['null', 'null', [[['body'], 'dict_type']]],
  ['no body', '', [[['body'], 'missing']]],
  ['a value that no feature has', { ...features, iucr_freq: 1e300 }, [[['body', 'iucr_freq'], 'number_range']]],
  [
    'a place out of this world',
    { ...EXAMPLE_INCIDENT, x_coordinate: -2e9 },
    [[['body', 'x_coordinate'], 'number_range']],
  ],
  [
    'a number beyond doubles',
    JSON.stringify(features).replace(/"iucr_freq":[^,]+/, '"iucr_freq":1e999'),
    [[['body', 'iucr_freq'], 'finite_number']],
  ],
  [
    'a coordinate beyond doubles',
    JSON.stringify(EXAMPLE_INCIDENT).replace('1176000', '1e999'),
    [[['body', 'x_coordinate'], 'finite_number']],
  ],
  [
    '__proto__ as a field',
    JSON.stringify(features).replace('{', '{"__proto__":{"iucr_freq":1},'),
    [[['body', '__proto__'], 'extra_forbidden']],
  ],
  [
    '__proto__ in place of the fields',
    `{"__proto__":${JSON.stringify(features)}}`,
    [
      [['body'], 'missing'],
      [['body', '__proto__'], 'extra_forbidden'],
    ],
  ],
  ['half a JSON', '{"iucr_freq":0.1', [[['body', 16], 'json_invalid']]],
  ['what JSON is not', "{'iucr_freq':0.1}", [[['body', 1], 'json_invalid']]],
]

describe('an invalid POST /predict', () => {
  it.each(WRONG)('is 422 for %s, naming the place and what is wrong', async (_what, body, problems) => {
    const { status, body: answer } = await post(await serve(), '/predict', body)
    expect(status).toBe(422)
    const { detail } = errorSchema.parse(answer)
    if (typeof detail === 'string') throw new Error('no list of problems')
    expect(detail.map(({ loc, type }) => [loc, type])).toEqual(problems)
    for (const { msg } of detail) expect(msg).not.toMatch(/^$|serving\./)
  })

  it('is 422 with the reason that the featurizer gives', async () => {
    const champion = logisticChampion('1', {
      featurize() {
        throw new UserError('serving.bool_parsing')
      },
    })
    const server = await serve({ champion: holding(champion) }).catch(() => undefined)
    const { status, body } = await post(server!, '/predict', EXAMPLE_INCIDENT)
    expect(status).toBe(422)
    expect(body.detail).toEqual([{ loc: ['body'], msg: 'Must be true or false', type: 'value_error' }])
  })

  it('lists a hundred problems at most, however many there are', async () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, k) => [`unknown_${k}`, k]))
    const { status, body } = await post(await serve(), '/predict', many)
    expect(status).toBe(422)
    expect(body.detail).toHaveLength(100)
  })

  it('takes the last of two fields of one name, as JSON does everywhere', async () => {
    const server = await serve()
    const twice = JSON.stringify(features).replace('{', '{"iucr_freq":0.9,')
    const { body } = await post(server, '/predict', twice)
    expect(body.probability).toBe((await post(server, '/predict', features)).body.probability)
  })

  it('asks only for the fields that the champion needs', async () => {
    const champion = logisticChampion('1', { requiredIncidentFields: ['iucr'], featurize: () => new Float64Array(7) })
    const server = await serve({ champion: holding(champion) })
    expect((await post(server, '/predict', { iucr: '0820' })).status).toBe(200)
    expect((await post(server, '/predict', { date: '2018-01-15T14:30:00' })).body.detail[0].loc).toEqual([
      'body',
      'iucr',
    ])
  })
})

describe('an invalid POST /predict/batch', () => {
  it('names the index of the instance', async () => {
    const instances = [features, EXAMPLE_INCIDENT, features, without(EXAMPLE_INCIDENT, 'date'), 7]
    const { status, body } = await post(await serve(), '/predict/batch', { instances })
    expect(status).toBe(422)
    expect(body.detail).toEqual([
      { loc: ['body', 'instances', 3, 'date'], msg: 'Field required', type: 'missing' },
      { loc: ['body', 'instances', 4], msg: 'Must be a JSON object', type: 'dict_type' },
    ])
  })

  it.each([
    ['more than a thousand instances', { instances: Array(1001).fill(features) }, ['body', 'instances'], 'too_long'],
    ['no instances', {}, ['body', 'instances'], 'missing'],
    ['instances that are no list', { instances: {} }, ['body', 'instances'], 'list_type'],
    ['another field', { instances: [], rows: [] }, ['body', 'rows'], 'extra_forbidden'],
    ['a list', [features], ['body'], 'dict_type'],
  ])('is 422 for %s', async (_what, body, loc, type) => {
    const { status, body: answer } = await post(await serve(), '/predict/batch', body)
    expect(status).toBe(422)
    expect(answer.detail[0]).toMatchObject({ loc, type })
  })
})

describe('a request that no route takes', () => {
  it.each([
    ['GET', '/nothing', 404, null],
    ['POST', '/nothing', 404, null],
    ['GET', '/predict', 405, 'POST'],
    ['DELETE', '/predict', 405, 'POST'],
    ['OPTIONS', '/predict', 405, 'POST'],
    ['PUT', '/health?x=1', 405, 'GET, HEAD'],
    ['GET', '/%zz', 400, null],
  ])('%s %s is %i', async (method, path, status, allow) => {
    const response = await fetch((await serve()).address + path, { method })
    expect(response.status).toBe(status)
    expect(response.headers.get('allow')).toBe(allow)
    expect(errorSchema.parse(await response.json()).detail).not.toBe('')
  })
})

describe('a model that is broken', () => {
  it.each([
    ['answers no probability', { score: () => Number.NaN }],
    [
      'throws',
      {
        score: () => {
          throw new Error('the secret inside')
        },
      },
    ],
  ])('that %s is 500 without details, and the server goes on', async (_what, changes) => {
    const source = holding(logisticChampion('1', changes))
    const server = await serve({ champion: source })
    const { status, body } = await post(server, '/predict', features)
    expect(status).toBe(500)
    expect(body).toEqual({ detail: 'Internal Server Error' })
    source.set(logisticChampion('2'))
    expect((await post(server, '/predict', features)).body.model_version).toBe('2')
    expect((await get(server, '/health')).status).toBe(200)
  })

  it('is logged with its cause, and without what was asked', async () => {
    const lines: string[] = []
    const logger = pino({}, { write: (line: string) => lines.push(line) })
    const score = () => {
      throw new Error('the secret inside')
    }
    const server = await serve({ champion: holding(logisticChampion('1', { score })), logger })
    await post(server, '/predict', EXAMPLE_INCIDENT)
    const log = lines.join('')
    expect(log).toContain('the secret inside')
    expect(log).toContain('"path":"/predict"')
    expect(log).not.toMatch(/THEFT|1176000/)
  })
})
