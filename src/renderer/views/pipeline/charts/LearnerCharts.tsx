import { Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../../../shared/messages/index.ts'
import type { StepDetails } from '../../../../shared/pipeline/stepDetails.ts'
import { Section } from '../../../parts/Section.tsx'
import { SimpleTable } from '../../../parts/SimpleTable.tsx'
import { ThresholdSection } from '../../../threshold/ThresholdSection.tsx'
import { learnerWords } from '../../../words/runWords.ts'
import { Figures } from './StepCharts.tsx'

const METRICS = ['cv_mcc', 'mcc', 'auc', 'average_precision', 'brier'] as const

/** Charts of the test rows; the others tell of what was learned. The confusion matrix has its own place, with the threshold. */
const EVALUATION = new Set(['roc', 'precision_recall', 'calibration'].map((name) => `figures/${name}.json`))
const WITH_THRESHOLD = 'figures/confusion_matrix.json'

/** The learners of a run: their scores side by side, and the charts of one of them, the best at first. */
export function LearnerCharts({ details }: { details: StepDetails }) {
  const { step } = details
  const figures = details.figures.filter(({ path }) => path !== WITH_THRESHOLD)
  const learners = [...details.learners].sort((a, b) => (b.metrics.cv_mcc ?? -1) - (a.metrics.cv_mcc ?? -1))
  const [chosen, setChosen] = useState<string>()
  const shown = learners.find(({ runId }) => runId === chosen) ?? learners[0]
  const known = METRICS.filter((metric) => learners.some(({ metrics }) => metrics[metric] != null))
  return (
    <Stack gap="sm">
      <Section title={text('pipeline_view.by_learner')}>
        <SimpleTable
          label={text('pipeline_view.by_learner')}
          columns={[text('pipeline_view.learner'), ...known.map((metric) => text(`figure.${metric}`))]}
          rows={learners.map(({ learner, metrics }) => [
            learnerWords(learner),
            ...known.map((metric) => metrics[metric] ?? null),
          ])}
        />
      </Section>
      {shown !== undefined && (
        <>
          <Group gap="sm">
            <Text size="sm" c="dimmed">
              {text('pipeline_view.learner')}
            </Text>
            <SegmentedControl
              size="xs"
              value={shown.runId}
              onChange={setChosen}
              aria-label={text('pipeline_view.learner')}
              data={learners.map(({ runId, learner }) => ({ value: runId, label: learnerWords(learner) }))}
            />
          </Group>
          {step === 'evaluate' && <ThresholdSection key={shown.runId} runId={shown.runId} />}
          <Figures
            figures={figures.filter(
              ({ runId, path }) => runId === shown.runId && (step === 'evaluate') === EVALUATION.has(path),
            )}
          />
        </>
      )}
    </Stack>
  )
}
