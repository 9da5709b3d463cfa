import { initTRPC, TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import type { ApiError } from '../../shared/apiErrors.ts'
import { CancelledError, UserError } from '../../shared/errors.ts'
import { problemOfIssue } from '../../shared/invalid.ts'
import { text } from '../../shared/messages/index.ts'
import { logFile } from '../workspace/log.ts'
import type { ApiContext } from './context.ts'

const t = initTRPC.context<ApiContext>().create({
  errorFormatter({ shape, error, ctx }) {
    const { message, ...data } = described(error, ctx)
    return { ...shape, message, data: { ...shape.data, ...data, stack: undefined } }
  },
})

export const router = t.router
export const createCaller = t.createCallerFactory

/** A procedure whose errors reach the window as data: what the user can mend as 400, all else is logged and told as a bug. */
export const procedure = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (result.ok) return result
  const { cause } = result.error
  if (cause instanceof UserError) throw new TRPCError({ code: 'BAD_REQUEST', message: cause.message, cause })
  if (cause instanceof CancelledError) {
    throw new TRPCError({ code: 'CLIENT_CLOSED_REQUEST', message: text('cancelled'), cause })
  }
  return result
})

interface Failed {
  error: TRPCError
  path?: string | undefined
  ctx?: ApiContext | undefined
}

/** Logs what no user can mend; both shells call it with every error of a procedure. */
export function logApiError({ error, path, ctx }: Failed): void {
  if (isExpected(error)) return
  ctx?.workbench.logger.error({ err: error.cause ?? error, path }, 'unexpected error in the window’s API')
}

function isExpected({ cause, code }: TRPCError): boolean {
  return cause instanceof UserError || cause instanceof CancelledError || code !== 'INTERNAL_SERVER_ERROR'
}

function described(error: TRPCError, ctx: ApiContext | undefined): ApiError & { message: string } {
  const { cause } = error
  if (cause instanceof UserError) {
    const user = { code: cause.code, params: { ...cause.params } }
    return { message: cause.message, user, fields: {}, cancelled: false }
  }
  if (cause instanceof CancelledError || error.code === 'CLIENT_CLOSED_REQUEST') {
    return { message: text('cancelled'), user: null, fields: {}, cancelled: true }
  }
  if (cause instanceof ZodError) {
    const fields = Object.fromEntries(cause.issues.map((issue) => [issue.path.join('.'), problemOfIssue(issue)]))
    const problems = Object.entries(fields).map(([field, problem]) => `${field}: ${problem}`)
    const params = { problems: problems.join('; ') }
    return { message: text('api.invalid', params), user: { code: 'api.invalid', params }, fields, cancelled: false }
  }
  if (error.code !== 'INTERNAL_SERVER_ERROR') {
    return { message: error.message, user: null, fields: {}, cancelled: false }
  }
  const params = { message: error.message, log: ctx === undefined ? '–' : logFile(ctx.workbench.workspace) }
  return {
    message: text('unexpected_error', params),
    user: { code: 'unexpected_error', params },
    fields: {},
    cancelled: false,
  }
}
