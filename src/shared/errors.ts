import {
  isMessageCode,
  type MessageArguments,
  type MessageCode,
  type MessageParameters,
  recordedText,
  text,
} from './messages/index.ts'

/**
 * Something that the user can mend: what happened, why, and what to do, as a message code with its parameters.
 * Any other error is a bug. Thrown where the cause is known, shown once, at the door (CLI, HTTP, window).
 */
export class UserError<C extends MessageCode = MessageCode> extends Error {
  readonly code: C
  readonly params: MessageParameters
  /** True when the same thing may succeed later without the user's doing: a network, a busy server. */
  mayPass = false

  constructor(code: C, ...[params]: MessageArguments<C>) {
    super(text(code, ...([params] as MessageArguments<C>)))
    this.name = 'UserError'
    this.code = code
    this.params = params ?? {}
  }

  /** Marks what may succeed later on its own, so that a run tries it once more. */
  passing(): this {
    this.mayPass = true
    return this
  }

  /** Attaches the error that led to this one; for the log, never for the user. */
  causedBy(cause: unknown): this {
    this.cause = cause
    return this
  }
}

/** The error of a code and parameters that came from elsewhere (a thread, a record), in the language of now. */
export function recordedError(code: string, params: MessageParameters): Error {
  if (!isMessageCode(code)) return new Error(recordedText(code, params))
  // Whoever made them checked the parameters against the code.
  return new UserError(code, ...([params] as unknown as MessageArguments<typeof code>))
}

/** The work was cancelled by the user. What was finished before stays and is reused by the next run. */
export class CancelledError extends Error {
  constructor() {
    super('cancelled')
    this.name = 'CancelledError'
  }
}

/** Throws CancelledError when the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new CancelledError()
}
