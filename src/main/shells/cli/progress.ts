import { SingleBar } from 'cli-progress'
import { text } from '../../../shared/messages/index.ts'
import type { RunEvent, RunListener } from '../../pipeline/events.ts'
import type { Progress } from '../../progress.ts'
import { pruneWords } from '../../training/tuning/trackedTrial.ts'
import { duration, type Terminal } from './terminal.ts'

export interface Bar {
  draw(name: string, progress: Progress): void
  /** Takes the bar away. */
  stop(): void
}

/** A bar for the work in hand; nothing where nobody watches. */
export function createBar(terminal: Terminal): Bar {
  let bar: SingleBar | undefined
  return {
    draw(name, { done, total, unit, what = '' }) {
      if (!terminal.interactive) return
      const payload = { name, unit: text(`unit.${unit}`), what }
      if (bar === undefined) {
        bar = new SingleBar({
          format: '  {name} {bar} {percentage}%  {value}/{total} {unit} {what}',
          barsize: Math.max(10, Math.min(30, terminal.columns - 60)),
          clearOnComplete: true,
          hideCursor: true,
          stream: process.stderr,
          gracefulExit: false,
        })
        bar.start(Math.max(total, 1), 0, payload)
      }
      bar.setTotal(Math.max(total, 1))
      bar.update(Math.min(done, total), payload)
    },
    stop() {
      bar?.stop()
      bar = undefined
    },
  }
}

function trialWords({ trial, done, trials, best }: Extract<RunEvent, { type: 'trial-done' }>): string {
  const { state, score, pruned } = trial
  const outcome =
    pruned !== null
      ? pruneWords(pruned)
      : state === 'FAILED' || score === null
        ? text('cli.tune.failed')
        : score.toFixed(4)
  return text('cli.tune.trial', { done, trials, outcome, best: best?.toFixed(4) ?? '–' })
}

export interface RunProgress {
  listen: RunListener
  /** Takes the bar away. */
  stop(): void
}

/** Draws a run: a bar for the step at work and a line for each that is done; only the lines where nobody watches. */
export function createRunProgress(terminal: Terminal): RunProgress {
  const bar = createBar(terminal)
  let name = ''

  function line(elapsed: string, words: string): void {
    bar.stop()
    terminal.notice(`  ${name} ${elapsed.padStart(8)}  ${words}`)
  }

  function listen(event: RunEvent): void {
    switch (event.type) {
      case 'step-started':
        name = text(`step.${event.step}`).padEnd(12)
        bar.draw(name, { done: 0, total: 1, unit: 'steps' })
        break
      case 'step-progress':
        bar.draw(name, event.progress)
        break
      case 'trial-done':
        // Where a bar is drawn, it says how far the search is.
        if (!terminal.interactive) terminal.notice(`  ${name}           ${trialWords(event)}`)
        break
      case 'step-retried':
        line('', `${event.reason} ${retryWords(event.waitMs)}`)
        break
      case 'step-failed':
        bar.stop()
        break
      case 'step-done':
        line(duration(event.elapsedMs), event.cached ? `${event.summary} (${text('cli.unchanged')})` : event.summary)
        break
    }
  }
  return { listen, stop: bar.stop }
}

function retryWords(waitMs: number): string {
  return waitMs < 50 ? text('cli.retry_now') : text('cli.retry', { wait: duration(waitMs) })
}
