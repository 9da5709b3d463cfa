import { z } from 'zod'

/** When a model is trained anew by itself, and how the new one is compared with the champion. */
export const retrainingPolicySchema = z.strictObject({
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
  comparison: z
    .enum(['direct', 'ab'])
    .default('direct')
    .describe('direct: on test rows that neither was trained on; ab: on the traffic of the endpoint'),
  challengerShare: z
    .number()
    .gt(0)
    .max(0.5)
    .default(0.2)
    .describe('Share of the incidents that the challenger answers while it is compared on traffic'),
  maturityDays: z
    .int()
    .min(0)
    .max(365)
    .default(30)
    .describe('Age of an incident from which on its arrest, or its absence, counts as final'),
  minRows: z.int().min(1).max(10_000_000).default(1000).describe('Rows below which nothing is decided'),
})

export type RetrainingPolicy = z.output<typeof retrainingPolicySchema>

/** Why a model is trained anew. */
export type RetrainingTrigger = 'schedule' | 'drift' | 'decay' | 'first'
