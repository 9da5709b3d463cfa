import type { LifecycleRule, ObjectStore } from '../../storage/store.ts'
import type { StageResult } from '../stage/runStage.ts'

const SHORT_LIVED = [
  'stages/',
  '1-merged-data/',
  '2-enriched-data/',
  '3-split-data/',
  '4-outliers/',
  '5-encoded/',
  '6-scaled/',
  '7-balanced/',
]
const RAW = ['0-raw-data/monthly-data/', 'sources/']

const LIFECYCLE: LifecycleRule[] = [
  ...SHORT_LIVED.map((prefix) => ({ prefix, days: 60 })),
  ...RAW.map((prefix) => ({ prefix, days: 400 })),
]

/** Makes the bucket or folder if it is missing, sets how long its objects stay, and deletes what is due. */
export async function setup(store: ObjectStore, now: Date, signal: AbortSignal): Promise<StageResult> {
  const start = performance.now()
  await store.ensure(signal)
  await store.setLifecycle(LIFECYCLE, signal)
  const expired = await store.expire(now, signal)
  return {
    record: {
      stage: 'setup',
      version: 1,
      hash: '',
      params: {},
      outputs: [],
      metrics: { expired },
      dropped: {},
      details: {},
      sql: [],
      elapsedMs: performance.now() - start,
    },
    cached: false,
    file: () => Promise.reject(new Error('setup has no outputs')),
    table: () => Promise.reject(new Error('setup has no outputs')),
    release() {},
  }
}
