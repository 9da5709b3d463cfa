import { Fragment, type KeyboardEvent, useId } from 'react'
import { text } from '../../../shared/messages/index.ts'
import type { RunState, Step, StepState } from '../../../shared/pipeline/runState.ts'
import { Icon } from '../../parts/icons.tsx'
import { href } from '../../router.ts'
import { formatDuration, formatShare } from '../../words/formats.ts'
import styles from './StepList.module.css'
import { sharesLeft, stepLine } from './stepLine.ts'
import { STEP_GROUPS } from './steps.ts'

/** In px; a tall window does not pull the list apart. */
const MAX_STEP_HEIGHT = 52

interface StepListProps {
  run: RunState
  selected: Step
}

/** All steps of a run at a glance; arrow keys go from one to the next. */
export function StepList({ run, selected }: StepListProps) {
  const id = useId()
  const states = new Map(run.steps.map((state) => [state.step, state]))
  return (
    <nav className={`${styles.list} numbers`} aria-label={text('pipeline_view.steps')} onKeyDown={moveFocus}>
      {STEP_GROUPS.map(({ label, steps }) => (
        <Fragment key={label}>
          <div className={styles.group} id={id + label}>
            {text(label)}
          </div>
          <ol
            className={styles.steps}
            aria-labelledby={id + label}
            style={{ flexGrow: steps.length, maxHeight: MAX_STEP_HEIGHT * steps.length }}
          >
            {steps.map((step) => {
              const state = states.get(step)
              return (
                <li key={step}>
                  {state !== undefined && <StepLink state={state} run={run} isSelected={step === selected} />}
                </li>
              )
            })}
          </ol>
        </Fragment>
      ))}
    </nav>
  )
}

function StepLink({ state, run, isSelected }: { state: StepState; run: RunState; isSelected: boolean }) {
  const line = stepLine(state, run)
  const failed = state.state === 'failed'
  return (
    <a className={styles.step} href={href('pipeline', [state.step])} aria-current={isSelected ? 'step' : undefined}>
      <StateIcon state={state.state} />
      <span style={{ minWidth: 0 }}>
        <div className={styles.name}>{text(`step.${state.step}`)}</div>
        <div className={failed ? `${styles.line} ${styles.failed}` : styles.line} title={line}>
          {line}
        </div>
        <StepBar state={state} run={run} />
      </span>
      <span className={styles.time}>
        {state.elapsedMs !== null && formatDuration(state.elapsedMs)}
        {state.state === 'cached' && (
          <span className={styles.unchanged} title={text('pipeline_view.cached.why')}>
            {text('pipeline_view.state.cached')}
          </span>
        )}
      </span>
    </a>
  )
}

/** A step's state as a sign and, for screen readers, a word. */
export function StateIcon({ state }: { state: StepState['state'] }) {
  return (
    <span className={styles.state} data-state={state} role="img" aria-label={text(`pipeline_view.state.${state}`)}>
      {(state === 'done' || state === 'cached') && <Icon name="check" size={11} strokeWidth={3.4} />}
      {state === 'failed' && <Icon name="cross" size={10} strokeWidth={3.6} />}
      {state === 'cancelled' && <Icon name="stop" size={8} strokeWidth={4} />}
    </span>
  )
}

/** Progress while the step runs, then the share of the downloaded rows that it leaves. */
function StepBar({ state, run }: { state: StepState; run: RunState }) {
  const { progress } = state
  if (state.state === 'running' && progress !== null && progress.total > 0) {
    return (
      <div className={styles.bar} aria-hidden>
        <i className={styles.progress} style={{ width: `${(100 * progress.done) / progress.total}%` }} />
      </div>
    )
  }
  const shares = sharesLeft(state, run)
  if (shares === undefined) return null
  const { learn, test } = shares
  const title = text('pipeline_view.bar', { share: formatShare(learn), test: formatShare(test) })
  return (
    <div className={styles.bar} title={title} aria-hidden>
      <i style={{ width: `${100 * learn}%` }} />
      {test > 0 && <i style={{ width: `${100 * test}%` }} />}
    </div>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (move === undefined) return
  const links = [...event.currentTarget.querySelectorAll('a')]
  const at = links.findIndex((link) => link.matches(':focus'))
  links[at + move]?.focus()
  event.preventDefault()
}
