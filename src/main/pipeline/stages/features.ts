import { UserError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/pipeline/recipe.ts'
import { type Duck, literal } from '../../duck.ts'
import { bigints, doubles, flags, type ParquetTable } from '../../parquet/table.ts'
import type { ParquetColumn } from '../../parquet/writer.ts'
import { featureNames } from '../featurizer/features.ts'
import type { FeaturesFitted } from '../featurizer/fitted.ts'
import type { Stage } from '../stage/stage.ts'
import { mutualInformation } from '../statistics/mutualInformation.ts'
import { sharedLabels } from './balance.ts'
import { parquet } from './files.ts'

/** Nearest neighbours that the estimate of mutual information uses: scikit-learn's default. */
const NEIGHBOURS = 3

/**
 * Selects the features whose mutual information with arrest, on the training rows, exceeds the threshold, and writes the
 * ml-ready sets: those features in falling order of it, then `arrest` as 0/1, and nothing else. The ids are in
 * `train_ids` (-1 for a synthetic row) and `test_ids`, row by row. Each set is a table and a CSV of the same name.
 */
export const features: Stage<Recipe['features']> = {
  name: 'features',
  version: 1,
  async run({ duck, pool, signal, params, seed, input, write, written, file, report, progress }) {
    return duck.cancellable(signal, async () => {
      const train = await input.table('train')
      const candidates = candidatesOf(featureNames(train), params.drop)
      const nats = await mutualInformation(
        candidates.map((name) => doubles(train, name)),
        sharedLabels(flags(train, 'arrest')),
        { neighbours: NEIGHBOURS, seed },
        {
          pool,
          signal,
          onProgress: (share) =>
            progress({ done: Math.round(share * candidates.length), total: candidates.length, unit: 'steps' }),
        },
      )
      const ranking = candidates.map((name, k) => ({ name, nats: nats[k]! })).sort((a, b) => b.nats - a.nats)
      const selected = ranking.filter((score) => score.nats > params.threshold).map(({ name }) => name)
      if (selected.length === 0) {
        const [highest] = ranking
        throw new UserError('pipeline.no_feature_selected', {
          highest: highest!.nats,
          feature: highest!.name,
          threshold: params.threshold,
        })
      }

      const scores = Object.fromEntries(ranking.map(({ name, nats }) => [name, nats]))
      report.detail('mutual_information', scores)
      report.metric('selected_features', selected.length)
      for (const { name, nats } of ranking) report.metric(`mutual_information_${name}`, nats)

      const test = await input.table('test')
      for (const [part, table] of Object.entries({ train, test })) {
        write(part, mlReady(table, selected))
        write(`${part}_ids`, { id: { type: 'bigint', values: bigints(table, 'id') } })
      }
      for (const part of ['train', 'test']) await writeCsv(duck, await written(part), file(part, 'csv'))
      return { fitted: { selected, mutual_information: scores } satisfies FeaturesFitted }
    })
  },
}

/** The features that take part in the selection. */
function candidatesOf(all: string[], drop: string[]): string[] {
  const unknown = drop.find((name) => !all.includes(name))
  if (unknown !== undefined) {
    throw new UserError('pipeline.unknown_feature', { name: unknown, known: all.join(', ') })
  }
  const candidates = all.filter((name) => !drop.includes(name))
  if (candidates.length === 0) throw new UserError('pipeline.no_feature_left')
  return candidates
}

function mlReady(table: ParquetTable, selected: string[]): Record<string, ParquetColumn> {
  return {
    ...Object.fromEntries(selected.map((name) => [name, { type: 'double', values: doubles(table, name) }])),
    arrest: { type: 'integer', values: new Int32Array(flags(table, 'arrest')) },
  }
}

/** A table as CSV, in its order, every number in the fewest digits that read back as the same double. */
async function writeCsv(duck: Duck, table: string, csv: string): Promise<void> {
  await duck.run(`COPY (FROM ${parquet(table)}) TO ${literal(csv)} (FORMAT csv, HEADER)`)
}
