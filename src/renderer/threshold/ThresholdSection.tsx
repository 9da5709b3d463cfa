import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { text } from '../../shared/messages/index.ts'
import { THRESHOLDS_FILE, thresholdCurvesSchema } from '../../shared/serving/thresholds.ts'
import { useTRPC } from '../link.ts'
import { Queried } from '../parts/Queried.tsx'
import { Section } from '../parts/Section.tsx'
import { ThresholdPanel } from './ThresholdPanel.tsx'

/** What is looked at: a place on the threshold axis, and the rows that it is measured on. */
export interface ThresholdLook {
  threshold: number
  rows: 'test' | 'folds'
}

interface ThresholdSectionProps {
  /** Run of the learner. */
  runId: string
  /** Calibrated probability from which the model predicts an arrest now; that of the training where absent. */
  threshold?: number
  /** What can be done with the threshold that is looked at. */
  action?: (look: ThresholdLook) => ReactNode
}

/** Confusion matrix and scores of a learner at any threshold, from what its run stored. */
export function ThresholdSection({ runId, threshold, action }: ThresholdSectionProps) {
  const trpc = useTRPC()
  const curves = useQuery(
    trpc.runs.artifact.queryOptions(
      { runId, path: THRESHOLDS_FILE },
      {
        staleTime: Number.POSITIVE_INFINITY,
        select: (artifact) => (artifact.kind === 'json' ? thresholdCurvesSchema.parse(artifact.value) : undefined),
      },
    ),
  )
  return (
    <Section title={text('threshold.title')}>
      <Queried query={curves} height={470}>
        {(known) =>
          known !== undefined && (
            <ThresholdPanel curves={known} threshold={threshold ?? known.chosen} {...(action && { action })} />
          )
        }
      </Queried>
    </Section>
  )
}
