import { text } from '../../../shared/messages/index.ts'
import styles from './Experiments.module.css'
import type { Run } from './runs.ts'

/** How a run ended, in a word. */
export function RunStatus({ status }: { status: Run['status'] }) {
  return (
    <span className={styles.status} data-status={status}>
      {text(`experiments.status.${status}`)}
    </span>
  )
}
