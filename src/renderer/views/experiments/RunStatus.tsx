import { Badge } from '@mantine/core'
import { text } from '../../../shared/messages/index.ts'
import type { Run } from './runs.ts'

const COLOURS = {
  RUNNING: 'var(--wb-accent)',
  FINISHED: 'var(--wb-ok)',
  FAILED: 'var(--wb-bad)',
  KILLED: 'var(--wb-faint)',
} as const

/** How a run ended, in a word. */
export function RunStatus({ status }: { status: Run['status'] }) {
  return (
    <Badge variant="outline" styles={{ root: { color: COLOURS[status], borderColor: 'currentcolor' } }}>
      {text(`experiments.status.${status}`)}
    </Badge>
  )
}
