import { text } from '../../../shared/messages/index.ts'
import type { RunState, Step } from '../../../shared/pipeline/runState.ts'
import { LoadingState } from '../../parts/states.tsx'
import { useLive } from '../../server/live.tsx'
import { useRuns } from '../../server/runs.tsx'
import type { ViewProps } from '../views.ts'
import { Onboarding } from './Onboarding.tsx'
import styles from './Pipeline.module.css'
import { StepDetail } from './StepDetail.tsx'
import { StepList } from './StepList.tsx'
import { stepNamed } from './steps.ts'

/** The pipeline, step by step: all steps at the left, the selected one at the right. */
export default function Pipeline({ route }: ViewProps) {
  const { pipeline } = useLive()
  const runs = useRuns()
  if (pipeline === undefined) {
    return (
      <div style={{ padding: 24 }}>
        <LoadingState />
      </div>
    )
  }
  if (pipeline.run === null) {
    return (
      <Onboarding
        starting={runs.starting}
        onDemonstration={() => runs.start({ source: { kind: 'demo' } })}
        onSource={(source) => runs.ask(source)}
        onFile={(file) => runs.ask('file', file)}
      />
    )
  }
  const { run } = pipeline
  const step = stepNamed(route.path[0]) ?? stepOfInterest(run)
  const state = run.steps.find((candidate) => candidate.step === step)
  return (
    <div className={styles.pipeline}>
      <StepList run={run} selected={step} />
      <section className={styles.detail} aria-label={text(`step.${step}`)}>
        {state !== undefined && (
          <StepDetail
            key={step}
            run={run}
            state={state}
            tab={route.query.get('tab') ?? 'chart'}
            onRunFrom={runs.runAgain}
            starting={runs.starting}
          />
        )}
      </section>
    </div>
  )
}

/** What one wants to see where no step was chosen: what runs or failed, else what came out. */
function stepOfInterest(run: RunState): Step {
  const stopped = run.steps.find(({ state }) => state === 'running' || state === 'failed' || state === 'cancelled')
  if (stopped !== undefined) return stopped.step
  const done = run.steps.filter(({ state }) => state === 'done' || state === 'cached')
  const evaluated = done.find(({ step }) => step === 'evaluate')
  return (evaluated ?? done.at(-1))?.step ?? 'setup'
}
