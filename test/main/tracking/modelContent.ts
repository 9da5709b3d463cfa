import type { ModelContent } from '../../../src/main/registry/modelFolder.ts'

/** A small model of run `runId`, as a training would store it. */
export function modelContent(runId: string, changes: Partial<ModelContent['info']> = {}): ModelContent {
  return {
    model: new Uint8Array(20_000).fill(changes.seed ?? 42),
    featurizer: { levels: ['a', 'b'], features: changes.features ?? ['iucr_freq', 'primary_type_freq'] },
    calibration: { x: [0, 1], y: [0, 1] },
    recipe: { name: 'classic' },
    info: {
      name: 'demonstration',
      learner: 'gradient-boosting',
      features: ['iucr_freq', 'primary_type_freq'],
      threshold: 0.5,
      generated: true,
      run_id: runId,
      run_date: '2018-01-01',
      data_from: '2017-01-01T00:00:00',
      data_to: '2017-12-31T23:55:00',
      trained_at: '2026-01-01T00:00:00.000Z',
      metrics: { mcc: 0.62, auc: 0.888 },
      seed: 42,
      recipe_hash: 'c0ffee',
      app_version: '0.1.0',
      ...changes,
    },
  }
}
