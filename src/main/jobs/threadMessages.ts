import type { Locale, MessageParameters } from '../../shared/messages/index.ts'
import type { RunEvent } from '../pipeline/events.ts'
import type { Progress } from '../progress.ts'
import type { WorkbenchOptions } from '../workbench.ts'
import type { Work, WorkResult } from './work.ts'

/** What a job's thread starts with. */
export interface ThreadData {
  work: Work
  workbench: Omit<WorkbenchOptions, 'onWaiting'>
  locale: Locale
}

/** What a job's thread tells. */
export type FromThread =
  | { type: 'event'; event: RunEvent }
  | { type: 'progress'; progress: Progress }
  | { type: 'done'; result: WorkResult }
  | { type: 'failed'; failure: Failure }

export type Failure =
  | { kind: 'user'; code: string; params: MessageParameters }
  | { kind: 'cancelled' }
  | { kind: 'bug'; message: string }

/** What is sent to a job's thread. */
export const TO_CANCEL = 'cancel'
