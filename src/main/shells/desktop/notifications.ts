import { Notification } from 'electron'
import { recordedText, text } from '../../../shared/messages/index.ts'
import type { ScheduleRun } from '../../../shared/schedule/schedule.ts'
import type { EndedRun } from '../../jobs/jobs.ts'

/** A run that ends sooner is still in front of whoever started it. */
const LONG_RUN_MS = 20_000

/** Tells the user of a long run that has ended; `onClick` when the notification is clicked. */
export function notifyOfRun({ outcome, elapsedMs, error }: EndedRun, onClick: () => void): void {
  if (outcome === 'cancelled' || elapsedMs < LONG_RUN_MS) return
  const elapsed = `${Math.floor(elapsedMs / 60_000)} min ${Math.round((elapsedMs % 60_000) / 1000)} s`
  const title = outcome === 'done' ? text('notify.done') : text('notify.failed')
  const body = error === null ? text('notify.done.body', { elapsed }) : recordedText(error.code, error.params)
  notify(title, body, onClick)
}

/** Tells the user of a scheduled run that failed for good, which may have happened while nobody looked. */
export function notifyOfScheduledRun(
  { status, schedule, date, error, startedAt, endedAt }: ScheduleRun,
  onClick: () => void,
): void {
  const isTold = (endedAt ?? 0) - (startedAt ?? 0) >= LONG_RUN_MS
  if (status !== 'failed' || isTold) return
  const title = text('notify.schedule_failed', { schedule, date })
  notify(title, error === null ? '' : recordedText(error.code, error.params), onClick)
}

/** Tells the user that the app goes on without its window. */
export function notifyOfTray(onClick: () => void): void {
  notify('Arrest Workbench', text('tray.stays'), onClick)
}

function notify(title: string, body: string, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body })
  notification.on('click', onClick)
  notification.show()
}
