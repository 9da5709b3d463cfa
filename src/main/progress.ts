/** How a long piece of work can be watched and stopped. Passed down from the door to whatever takes time. */
export interface Job {
  /** Aborted when the user cancels; the work then rejects with CancelledError within a second. */
  readonly signal: AbortSignal
  /** Reports how far the work is. */
  progress(progress: Progress): void
}

export interface Progress {
  /** Units done, of `total`; both counts of `unit`. */
  done: number
  total: number
  unit: 'rows' | 'trees' | 'steps' | 'bytes' | 'folds' | 'trials'
  /** What is being worked on, as the user knows it: `2017-03`, `random-forest`. */
  what?: string
}
