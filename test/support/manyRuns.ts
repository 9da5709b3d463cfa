import { join } from 'node:path'
import { openWorkbench } from '../../src/main/workbench.ts'
import { seededRandom } from './incidents.ts'

const LEARNERS = ['gradient-boosting', 'random-forest', 'decision-tree', 'logistic-regression']
const BATCH = 500

/** Fills a workspace with finished training runs, with parameters, scores and a tag each, as years of work leave them. */
export async function writeManyRuns(workspace: string, count: number): Promise<void> {
  const { tracking, close } = await openWorkbench({
    workspace,
    store: join(workspace, 'data'),
    threads: 1,
    env: { HOME: workspace },
    cwd: workspace,
  })
  const db = tracking.database.sql
  const random = seededRandom(7)
  const start = Date.UTC(2024, 0, 1)
  await db.insertInto('experiments').values({ id: 'many', name: 'many', created_at: start }).execute()
  for (let first = 0; first < count; first += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - first) }, (_, k) => first + k)
    const ids = numbers.map((n) => n.toString(16).padStart(32, '0'))
    const learner = (n: number) => LEARNERS[n % LEARNERS.length]!
    await db
      .insertInto('runs')
      .values(
        numbers.map((n, k) => ({
          ...{
            id: ids[k]!,
            experiment_id: 'many',
            parent_id: null,
            name: `${learner(n)}_${n}`,
            kind: 'training' as const,
          },
          ...{ status: 'FINISHED' as const, start_time: start + n * 600_000, end_time: start + n * 600_000 + 90_000 },
          ...{ error: null, process_id: 'gone', pid: 1, deleted_at: null },
        })),
      )
      .execute()
    await db
      .insertInto('params')
      .values(
        numbers.flatMap((n, k) => [
          { run_id: ids[k]!, name: 'learner', value: learner(n) },
          { run_id: ids[k]!, name: 'seed', value: String(n) },
          { run_id: ids[k]!, name: 'max_depth', value: String(3 + (n % 8)) },
        ]),
      )
      .execute()
    await db
      .insertInto('metrics')
      .values(
        ids.flatMap((run_id) =>
          ['mcc', 'auc', 'f1', 'brier', 'average_precision'].map((name) => ({
            ...{ run_id, name, step: 0, time: start, value: random() },
          })),
        ),
      )
      .execute()
    await db
      .insertInto('tags')
      .values(ids.map((run_id) => ({ run_id, name: 'team', value: 'night' })))
      .execute()
  }
  await close()
}
