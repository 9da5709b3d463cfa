import type { PlainCode } from '../../../shared/messages/index.ts'
import { STEPS, type Step } from '../../../shared/pipeline/runState.ts'

/** The steps in their groups, in the order of a run. */
export const STEP_GROUPS: readonly { label: PlainCode; steps: readonly Step[] }[] = [
  { label: 'pipeline_view.acquire', steps: ['setup', 'download', 'merge'] },
  { label: 'pipeline_view.prepare', steps: ['enrich', 'split', 'outliers', 'encode', 'scale'] },
  { label: 'pipeline_view.select', steps: ['balance', 'features', 'summary'] },
  { label: 'pipeline_view.model', steps: ['train', 'evaluate', 'promote'] },
]

export function stepNamed(name: string | undefined): Step | undefined {
  return STEPS.find((step) => step === name)
}

/** The step before, whose rows are this one's. */
export function stepBefore(step: Step): Step | undefined {
  return STEPS[STEPS.indexOf(step) - 1]
}
