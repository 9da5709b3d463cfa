import { z } from 'zod'
import { contestRuleSchema } from '../serving/contest.ts'

/** When a model is trained anew by itself, and how the new one is compared with the champion. */
export const retrainingSchema = z.strictObject({
  onDrift: z.boolean().default(true).describe('Train anew when the incidents have moved away from what was trained on'),
  driftLimit: z
    .number()
    .gt(0)
    .max(100)
    .default(1)
    .describe('Drift score from which on to train anew: the largest statistic divided by its threshold, 1 is drift'),
  onDecay: z.boolean().default(true).describe('Train anew when the champion does worse than on its test rows'),
  decayLimit: z
    .number()
    .gt(0)
    .max(1)
    .default(0.03)
    .describe('MCC that the champion may lose before it is trained anew'),
  decayRows: z
    .int()
    .min(1)
    .max(10_000_000)
    .default(1000)
    .describe('Incidents with complete labels below which a loss is not judged'),
  comparison: z
    .enum(['direct', 'shadow', 'ab'])
    .default('direct')
    .describe(
      'direct: at once, on test rows that neither was trained on; shadow: on the traffic of the endpoint, in silence; ab: on a share of that traffic',
    ),
  challengerShare: z
    .number()
    .gt(0)
    .max(0.5)
    .default(0.2)
    .describe('Share of the incidents that the challenger answers with ab'),
})

/** The whole policy: with the rule by which trials on traffic are decided. */
export const retrainingPolicySchema = retrainingSchema.extend({ contest: contestRuleSchema })

export type RetrainingPolicy = z.output<typeof retrainingPolicySchema>

/** Why a model is trained anew. */
export type RetrainingTrigger = 'schedule' | 'drift' | 'decay' | 'first'
