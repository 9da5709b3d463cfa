import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/main/tracking/database.ts'
import { findRuns, type RunSearch, runKeys } from '../../../src/main/tracking/search/findRuns.ts'
import { ATTRIBUTES, parseSearch, type Search } from '../../../src/main/tracking/search/parse.ts'
import { openTracking, type Tracking } from '../../../src/main/tracking/tracking.ts'
import { UserError } from '../../../src/shared/errors.ts'

describe('a search for runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arrest-workbench-search-'))
  let tracking: Tracking

  beforeAll(async () => {
    const database = await openDatabase(join(folder, 'workbench.db'))
    tracking = await openTracking({ database, artifactsFolder: join(folder, 'artifacts') })
    const learners = ['boosting', 'forest', 'linear', 'tree']
    for (const [k, learner] of learners.entries()) {
      const run = await tracking.startRun({
        experiment: 'pipeline',
        name: `${learner}_2018`,
        kind: 'training',
        params: { learner, max_depth: k, quoted: `it's "${learner}"` },
        tags: k % 2 === 0 ? { team: 'blue' } : {},
      })
      await run.logSeries('mcc', [0.9, 0.5 + k / 10])
      if (learner === 'tree') await run.logMetric('brier', Number.NaN)
      await run.finish(k === 3 ? 'FAILED' : 'FINISHED')
    }
  })
  afterAll(async () => {
    await tracking.close()
    await tracking.database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function found(search: string, more: Partial<RunSearch> = {}): Promise<string[]> {
    const { runs } = await findRuns(tracking, { search, deleted: false, offset: 0, limit: 100, ...more })
    return runs.map(({ params }) => String(params.learner))
  }

  it.each([
    ['', ['tree', 'linear', 'forest', 'boosting']],
    ['metrics.mcc > 0.6', ['tree', 'linear']],
    [`metrics.mcc > 0.5 and params.learner = 'forest'`, ['forest']],
    [`params.learner in ('tree', 'boosting')`, ['tree', 'boosting']],
    [`params.learner not in ('tree', 'boosting')`, ['linear', 'forest']],
    ['params.max_depth >= 2', ['tree', 'linear']],
    [`params.max_depth = '1'`, ['forest']],
    ['params.learner > 0', []],
    [`name like 'b%' or name = 'tree_2018'`, ['tree', 'boosting']],
    [`name contains 'EST'`, ['forest']],
    [`status = 'FAILED'`, ['tree']],
    [`not status = 'FAILED' and not (params.learner = 'forest' or params.learner = 'linear')`, ['boosting']],
    [`tags.team = 'blue'`, ['linear', 'boosting']],
    ['tags.team is null', ['tree', 'forest']],
    ['not tags.team = "blue"', ['tree', 'forest']],
    ['metrics.brier is not null', []],
    [`params.quoted = 'it''s "tree"'`, ['tree']],
    ['metrics.`mcc` <= 0.5', ['boosting']],
    [`start_time > '2020-01-01'`, ['tree', 'linear', 'forest', 'boosting']],
    [`start_time > '2200-01-01'`, []],
    ['duration >= 0', ['tree', 'linear', 'forest', 'boosting']],
    ['METRICS.mcc > 0.7 AND Params.learner != "x"', ['tree']],
  ])('%s', async (search, learners) => {
    expect(await found(search)).toEqual(learners)
  })

  it('sorts by any of its names, what has none last, and pages', async () => {
    expect(await found('', { sort: { by: 'metrics.mcc', descending: false } })).toEqual([
      'boosting',
      'forest',
      'linear',
      'tree',
    ])
    expect((await found('', { sort: { by: 'tags.team', descending: false } })).slice(2)).toEqual(['tree', 'forest'])
    expect(await found('', { offset: 1, limit: 2 })).toEqual(['linear', 'forest'])
  })

  it('knows the names that can be searched for', async () => {
    expect(await runKeys(tracking)).toEqual({
      metrics: ['brier', 'mcc'],
      params: ['learner', 'max_depth', 'quoted'],
      tags: ['team'],
    })
  })

  it.each([
    ['metrics.mcc >', 14],
    ['metrics.mcc > high', 15],
    ['mcc > 0.5', 1],
    [`name = 'a' nand name = 'b'`, 12],
    [`(name = 'a'`, 12],
    [`name = 'a`, 8],
    [`name in ()`, 10],
    ['metrics.mcc = 1; DROP TABLE runs', 16],
    ['name', 5],
  ])('tells where %s cannot be read', (search, position) => {
    expect(() => parseSearch(search)).toThrow(UserError)
    try {
      parseSearch(search)
    } catch (error) {
      expect(error).toMatchObject({ code: 'search.unexpected', params: { position } })
    }
  })

  it('refuses what is too deep to be meant', () => {
    expect(() => parseSearch(`${'('.repeat(2000)}`)).toThrow(UserError)
    expect(() => parseSearch(`${'not '.repeat(400)} name = 'a'`)).toThrow(UserError)
  })

  it('reads any text, or says where it cannot, and never fails otherwise', async () => {
    const parts = fc.constantFrom(
      'metrics.mcc',
      'name',
      '(',
      ')',
      'and',
      'or',
      'not',
      '>',
      '=',
      'in',
      "'a'",
      '0.5',
      ',',
      '`',
    )
    const anything = fc.oneof(
      fc.string(),
      fc.array(parts).map((words) => words.join(' ')),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (search) => {
        const error = await found(search).then(
          () => undefined,
          (error: unknown) => error,
        )
        if (error !== undefined) expect(error).toMatchObject({ code: 'search.unexpected' })
      }),
      { numRuns: 300 },
    )
  })

  it('reads back what was written from a search', () => {
    fc.assert(
      fc.property(searches, (search) => {
        expect(parseSearch(written(search))).toEqual(search)
      }),
    )
  })

  it('finds exactly the runs whose value it names, whatever that is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (value) => {
        const run = await tracking.startRun({ experiment: 'x', name: 'x', kind: 'stage', tags: { odd: value } })
        await run.finish('FINISHED')
        const { runs } = await findRuns(tracking, {
          search: `tags.odd = '${value.replaceAll("'", "''")}'`,
          ...{ kind: 'stage', deleted: false, offset: 0, limit: 100 },
        })
        expect(runs.map(({ id }) => id)).toContain(run.id)
        expect(runs.every(({ tags }) => tags.odd === value)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})

const keys = fc.oneof(
  fc.record({
    of: fc.constantFrom('metrics' as const, 'params' as const, 'tags' as const),
    name: fc.stringMatching(/^[a-z_]\w{0,8}$/),
  }),
  fc.record({ of: fc.constant('run' as const), name: fc.constantFrom(...ATTRIBUTES) }),
)
const values = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: 0.001, max: 1e6 }),
)
const leaves: fc.Arbitrary<Search> = fc.oneof(
  fc.record({
    type: fc.constant('compare' as const),
    key: keys,
    comparator: fc.constantFrom('=' as const, '!=' as const, '<' as const, '>=' as const, 'like' as const),
    value: values,
  }),
  fc.record({ type: fc.constant('in' as const), key: keys, values: fc.array(values, { minLength: 1, maxLength: 3 }) }),
  fc.record({ type: fc.constant('null' as const), key: keys, isNull: fc.boolean() }),
)
const { tree: searches } = fc.letrec<{ tree: Search }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaves,
    fc.record({ type: fc.constant('not' as const), term: tie('tree') }),
    fc.record({
      type: fc.constantFrom('and' as const, 'or' as const),
      terms: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}))

/** A search as one would write it, each part in parentheses. */
function written(search: Search): string {
  const key = ({ of, name }: { of: string; name: string }) => (of === 'run' ? name : `${of}.${name}`)
  const value = (given: string | number) =>
    typeof given === 'number' ? String(given) : `'${given.replaceAll("'", "''")}'`
  switch (search.type) {
    case 'and':
    case 'or':
      return `(${search.terms.map(written).join(` ${search.type} `)})`
    case 'not':
      return `not (${written(search.term)})`
    case 'compare':
      return `${key(search.key)} ${search.comparator} ${value(search.value)}`
    case 'in':
      return `${key(search.key)} in (${search.values.map(value).join(', ')})`
    case 'null':
      return `${key(search.key)} is ${search.isNull ? '' : 'not '}null`
  }
}
