import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Duck, literal, openDuck } from '../../../src/main/duck.ts'
import { FEATURES } from '../../../src/main/pipeline/featurizer/features.ts'
import { outliersFittedSchema } from '../../../src/main/pipeline/featurizer/fitted.ts'
import type { Station } from '../../../src/main/sources/source.ts'
import { CancelledError, UserError } from '../../../src/shared/errors.ts'
import { recipeSchema } from '../../../src/shared/pipeline/recipe.ts'
import type { StageName } from '../../../src/shared/pipeline/runState.ts'
import { digest, runEtl } from './etl.ts'
import { expectParity, referenceSchema } from './parity.ts'
import { SMALL_YEAR_DATE, smallYear, smallYearReference, smallYearStations, writeSmallYear } from './smallYear.ts'

const folder = mkdtempSync(join(tmpdir(), 'small-year-'))
const month = join(folder, 'raw.parquet')
let duck: Duck
let stations: Station[]
beforeAll(async () => {
  duck = await openDuck({ threads: 2, spillFolder: join(folder, 'spill') })
  await writeSmallYear(duck, month)
  stations = await smallYearStations(duck)
})
afterAll(() => {
  duck.close()
  rmSync(folder, { recursive: true })
})

afterEach(() => void vi.unstubAllEnvs())

/** Runs the stages on the small year, or on a relation made of it. */
async function run(
  name: string,
  { set = {}, threads = 2, relation, date = SMALL_YEAR_DATE, last = 'features' }: Variation = {},
): ReturnType<typeof runEtl> {
  let file = month
  if (relation !== undefined) {
    file = join(folder, `${name}.parquet`)
    await writeSmallYear(duck, file, relation)
  }
  const recipe = recipeSchema.parse(set)
  return runEtl({ months: [file], stations, date, folder: join(folder, name), recipe, threads, last })
}

interface Variation {
  set?: Record<string, unknown>
  threads?: number
  relation?: string
  date?: string
  last?: StageName
}

describe('the recipe classic on the small year', () => {
  expectParity(async () => ({
    duck,
    etl: await run('classic'),
    reference: referenceSchema.parse(smallYearReference()),
    month,
    estimates: 16,
  }))

  it.each([
    ['one thread', 1, 'UTC'],
    ['two threads in Tokyo', 2, 'Asia/Tokyo'],
    ['one thread in Chicago', 1, 'America/Chicago'],
  ])('gives the same bytes on %s', async (name, threads, zone) => {
    vi.stubEnv('TZ', zone)
    const other = await run(name, { threads })
    for (const part of ['train', 'test']) {
      expect(digest(other.file('features', part, 'csv'))).toBe(
        digest(join(folder, 'classic', 'features', `${part}.csv`)),
      )
      expect(digest(other.file('features', part))).toBe(digest(join(folder, 'classic', 'features', `${part}.parquet`)))
    }
  })

  it('does not depend on the order of the raw rows, nor on the months they lie in', async () => {
    const months = [0, 1, 2].map((k) => join(folder, `part-${k}.parquet`))
    for (const [k, file] of months.entries()) {
      await writeSmallYear(
        duck,
        file,
        `(FROM ${smallYear} WHERE CAST(iucr[2:3] AS INTEGER) % 3 = ${k} OR (iucr IS NULL AND ${k} = 0) ORDER BY md5(id))`,
      )
    }
    const other = await runEtl({
      months: months.reverse(),
      stations,
      date: SMALL_YEAR_DATE,
      folder: join(folder, 'parts'),
    })
    expect(digest(other.file('features', 'train', 'csv'))).toBe(
      digest(join(folder, 'classic', 'features', 'train.csv')),
    )
  })
})

describe('variations of the recipe', () => {
  const count = (file: string, where: string) => duck.number(`SELECT count(*) FROM ${literal(file)} WHERE ${where}`)

  it('keep the newest share as test rows, with strategy time', async () => {
    const { file, rows } = await run('time', { set: { split: { strategy: 'time', test_share: 0.25 } }, last: 'split' })
    expect(rows.split).toEqual({ train: 4025, test: 1342 })
    const overlap = await duck.number(`
      SELECT count(*)
      FROM ${literal(file('enrich', 'crimes'))} AS incident
      WHERE id IN (SELECT id FROM ${literal(file('split', 'train'))})
        AND date > (SELECT min(date) FROM ${literal(file('enrich', 'crimes'))} SEMI JOIN ${literal(file('split', 'test'))} USING (id))`)
    expect(overlap).toBe(0)
  })

  it('hold out another set of the same size with another seed', async () => {
    const first = await run('seed-42', { last: 'split' })
    const second = await run('seed-7', { set: { seed: 7 }, last: 'split' })
    expect(second.rows.split).toEqual(first.rows.split)
    const inBoth = `id IN (SELECT id FROM ${literal(first.file('split', 'test'))})`
    // A fifth of the 1,074 by chance.
    expect(await count(second.file('split', 'test'), inBoth)).toBeLessThan(400)
  })

  it('cut at the quartiles ± 1.5·IQR, with method iqr', async () => {
    const { fitted } = await run('iqr', { set: { outliers: { method: 'iqr' } }, last: 'outliers' })
    const [expected] = await duck.rows<{ lower: number; upper: number }>(`
      SELECT q[1] - 1.5 * (q[2] - q[1]) AS lower, q[2] + 1.5 * (q[2] - q[1]) AS upper
      FROM (
        SELECT quantile_cont(distance_crime_to_police_station, [0.25, 0.75]) AS q
        FROM ${literal(join(folder, 'iqr', 'split', 'train.parquet'))}
      )`)
    expect(outliersFittedSchema.parse(fitted.outliers).lower).toBeCloseTo(expected!.lower, 8)
    expect(outliersFittedSchema.parse(fitted.outliers).upper).toBeCloseTo(expected!.upper, 8)
  })

  it('keep every training row, with outliers and balance set to none', async () => {
    const { rows } = await run('none', { set: { outliers: { method: 'none' }, balance: { method: 'none' } } })
    expect(rows.features!.train).toBe(4293)
  })

  it('take another window', async () => {
    const { rows, file } = await run('window', { set: { merge: { days: 30 } }, date: '2029-07-01', last: 'merge' })
    const outside = "date < TIMESTAMP '2029-06-01' OR date >= TIMESTAMP '2029-07-01'"
    expect(rows.merge!.crimes).toBeGreaterThan(300)
    expect(await count(file('merge', 'crimes'), outside)).toBe(0)
  })

  it('keep the newest version of an incident, and of equally new ones the same, in whatever order they come', async () => {
    const versions = `(
      SELECT incident.* REPLACE (
        CASE WHEN version = 2 THEN '2029-06-15T12:00:00' ELSE date END AS date,
        CASE WHEN version = 0 THEN '2029-01-01' ELSE '2029-07-01' END AS updated_on,
        version = 1 AS arrest
      )
      FROM (FROM ${smallYear} LIMIT 50) AS incident, range(3) AS t(version)
      ORDER BY md5(id || version || $order)
    )`
    const digests = []
    for (const order of ['a', 'b']) {
      const relation = versions.replace('$order', literal(order))
      const { file, rows } = await run(`versions-${order}`, { relation, last: 'merge' })
      expect(rows.merge!.crimes).toBeGreaterThan(40)
      digests.push(digest(file('merge', 'crimes')))
    }
    expect(digests[0]).toBe(digests[1])
  })

  it('count every row that leaves, by reason', async () => {
    const { rows, dropped } = await run('counts', { last: 'enrich' })
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0)
    expect(dropped.merge!.repeated_id).toBe(53)
    expect(6053 - sum(dropped.merge!)).toBe(rows.merge!.crimes)
    expect(rows.merge!.crimes! - sum(dropped.enrich!)).toBe(rows.enrich!.crimes)
    expect(dropped.enrich!.no_iucr).toBeGreaterThan(0)
    expect(dropped.enrich!.no_coordinates).toBeGreaterThan(0)
  })
})

describe('what cannot be learned from', () => {
  it.each<[string, Variation, string, RegExp]>([
    ['a window without incidents', { date: '2020-01-01' }, 'pipeline.empty_window', /covers 2028-11-2\d to 2030-01-01/],
    [
      'rows without a label',
      { relation: `(SELECT * REPLACE (NULL AS arrest) FROM ${smallYear})` },
      'pipeline.no_incidents',
      /ijzp-q8t2/,
    ],
    [
      'a year without an arrest',
      { relation: `(FROM ${smallYear} WHERE arrest = 'False')` },
      'pipeline.one_class_only',
      /arrest = false/,
    ],
    [
      'a year of arrests only',
      { relation: `(FROM ${smallYear} WHERE arrest = 'True')` },
      'pipeline.one_class_only',
      /arrest = true/,
    ],
    [
      'a year without coordinates',
      { relation: `(SELECT * REPLACE (NULL AS x_coordinate) FROM ${smallYear})` },
      'pipeline.nothing_enriched',
      /coordinates/,
    ],
    [
      'two arrests',
      {
        relation: `(FROM ${smallYear} WHERE arrest = 'False' UNION ALL (FROM ${smallYear} WHERE arrest = 'True' AND id = (SELECT min(id) FROM ${smallYear} WHERE arrest = 'True' AND x_coordinate IS NOT NULL AND date > '2029-02')))`,
      },
      'pipeline.too_few_to_split',
      /1 incidents have arrest = true/,
    ],
    [
      'fewer arrests than neighbours',
      {
        set: { balance: { neighbours: 50 } },
        relation: `(FROM ${smallYear} WHERE arrest = 'False' UNION ALL (FROM ${smallYear} WHERE arrest = 'True' ORDER BY id LIMIT 30))`,
      },
      'pipeline.too_few_to_oversample',
      /50 neighbours/,
    ],
    ['bounds that nothing lies in', { set: { outliers: { k: 1e-9 } } }, 'pipeline.all_outliers', /outliers.k/],
    [
      'a feature that is none',
      { set: { features: { drop: ['beats'] } } },
      'pipeline.unknown_feature',
      /"beats".*beat_freq/,
    ],
    ['no feature left', { set: { features: { drop: [...FEATURES] } } }, 'pipeline.no_feature_left', /at least one/],
    [
      'a threshold that is too high',
      { set: { features: { threshold: 2 } } },
      'pipeline.no_feature_selected',
      /iucr_freq.*threshold = 2/,
    ],
  ])('is refused with what to do: %s', async (name, variation, code, message) => {
    const error = await run(name.replaceAll(' ', '-'), variation).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(UserError)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('and what is cancelled ends at once in CancelledError', async () => {
    const controller = new AbortController()
    const running = runEtl({
      months: [month],
      stations,
      date: SMALL_YEAR_DATE,
      folder: join(folder, 'cancelled'),
      signal: controller.signal,
    })
    setTimeout(() => controller.abort(), 100)
    await expect(running).rejects.toBeInstanceOf(CancelledError)
  })
})
