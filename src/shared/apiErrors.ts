import { z } from 'zod'

/** What the window gets with an error of the API, beside its message in the current language. */
export const apiErrorSchema = z.object({
  /** What the user can mend, as a message code and its parameters; `unexpected_error` for a bug. */
  user: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
  /** Fields of the input that are not allowed, by path (`settings.portal`), and why. */
  fields: z.record(z.string(), z.string()),
  cancelled: z.boolean(),
})
export type ApiError = z.output<typeof apiErrorSchema>

/** What an error of the typed client carries; undefined for an error of another kind (a lost connection, a bug). */
export function apiErrorOf(error: unknown): ApiError | undefined {
  const data: unknown = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined
  return apiErrorSchema.safeParse(data).data
}
