import { type NotificationData, notifications } from '@mantine/notifications'
import { apiErrorOf } from '../shared/apiErrors.ts'
import { UserError } from '../shared/errors.ts'
import { recordedText, text } from '../shared/messages/index.ts'

/** A problem as the user reads it. */
export interface Problem {
  title: string
  message: string
  /** Fields of the input that are wrong, and why. */
  fields: Readonly<Record<string, string>>
}

/** What a failed call means to the user, in the window's language. */
export function problemOf(error: unknown): Problem {
  const api = apiErrorOf(error)
  if (api?.user != null) {
    const isBug = api.user.code === 'unexpected_error'
    return {
      title: text(isBug ? 'window.problem.bug' : 'window.problem.failed'),
      message: recordedText(api.user.code, api.user.params),
      fields: api.fields,
    }
  }
  if (error instanceof UserError) {
    return { title: text('window.problem.failed'), message: recordedText(error.code, error.params), fields: {} }
  }
  const message = error instanceof Error ? error.message : String(error)
  if (api === undefined && isUnreachable(error)) {
    return { title: text('window.lost.title'), message: text('window.lost.message'), fields: {} }
  }
  return { title: text('window.problem.failed'), message, fields: api?.fields ?? {} }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof Error && /fetch|network|closed|disconnected/i.test(error.message)
}

/** Shows a notice for a while, with a name on the button that closes it; returns the notice's id. */
export function notify(notice: NotificationData): string {
  return notifications.show({ ...notice, closeButtonProps: { 'aria-label': text('window.close') } })
}

/** Shows a failed call of an action, for a while, where the user is. */
export function notifyProblem(error: unknown): void {
  if (apiErrorOf(error)?.cancelled) return
  const { title, message } = problemOf(error)
  notify({ color: 'red', title, message, autoClose: 12_000 })
}
