import { z } from 'zod'
import type { Tracking } from '../tracking/tracking.ts'

const verdictSchema = z.object({
  model: z.string(),
  version: z.int(),
  verdict: z
    .object({
      promote: z.boolean(),
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    })
    .nullable(),
})

/** What a run's best model became: `unchanged` is a model that was registered before. */
export type RunVerdict = z.output<typeof verdictSchema> & { becomes: 'champion' | 'challenger' | 'unchanged' }

/** What the step *promote* of a tracked run decided. */
export async function readVerdict({ runs, artifacts }: Tracking, runId: string): Promise<RunVerdict> {
  const step = (await runs.children(runId)).find(({ tags }) => tags.step === 'promote')
  if (step === undefined) throw new Error(`the run ${runId} ended without the step promote`)
  const content = (await artifacts.read(step.id, 'verdict.json')).toString('utf8')
  const decided = verdictSchema.parse(JSON.parse(content))
  const becomes = decided.verdict === null ? 'unchanged' : decided.verdict.promote ? 'champion' : 'challenger'
  return { ...decided, becomes }
}
