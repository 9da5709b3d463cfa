import { SingleBar } from 'cli-progress'
import { text } from '../../../shared/messages/index.ts'
import type { RunEvent, RunListener } from '../../pipeline/events.ts'
import type { Progress } from '../../progress.ts'
import { duration, type Terminal } from './terminal.ts'

export interface RunProgress {
  listen: RunListener
  /** Takes the bar away. */
  stop(): void
}

/** A bar for one long piece of work; nothing where nobody watches. */
export function createBar(terminal: Terminal, title = ''): { draw(progress: Progress): void; stop(): void } {
  let bar: SingleBar | undefined
  return {
    stop() {
      bar?.stop()
      bar = undefined
    },
    draw({ done, total, unit, what = '' }) {
      if (!terminal.interactive) return
      const words = { unit: text(`unit.${unit}`), what }
      if (bar === undefined) {
        bar = new SingleBar({
          format: `  ${title} {bar} {percentage} %  {value}/{total} {unit} {what}`,
          barsize: Math.max(10, Math.min(30, terminal.columns - 60)),
          clearOnComplete: true,
          hideCursor: true,
          stream: process.stderr,
          gracefulExit: false,
        })
        bar.start(Math.max(total, 1), 0, words)
      }
      bar.setTotal(Math.max(total, 1))
      bar.update(Math.min(done, total), words)
    },
  }
}

/** Draws a run: a bar for the step at work and a line for each that is done; only the lines where nobody watches. */
export function createRunProgress(terminal: Terminal): RunProgress {
  let name = ''
  let bar = createBar(terminal)

  const stop = () => bar.stop()
  const draw = (progress: Progress) => bar.draw(progress)

  function line(elapsed: string, words: string): void {
    stop()
    terminal.notice(`  ${name} ${elapsed.padStart(8)}  ${words}`)
  }

  function listen(event: RunEvent): void {
    switch (event.type) {
      case 'step-started':
        name = text(`step.${event.step}`).padEnd(12)
        stop()
        bar = createBar(terminal, name)
        draw({ done: 0, total: 1, unit: 'steps' })
        break
      case 'step-progress':
        draw(event.progress)
        break
      case 'step-retried':
        line('', `${event.reason} ${text('cli.retry', { wait: duration(event.waitMs) })}`)
        break
      case 'step-failed':
        stop()
        break
      case 'step-done':
        line(duration(event.elapsedMs), event.cached ? `${event.summary} (${text('cli.unchanged')})` : event.summary)
        break
    }
  }
  return { listen, stop }
}
