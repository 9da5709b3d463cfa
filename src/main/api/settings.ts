import { z } from 'zod'
import { UserError } from '../../shared/errors.ts'
import { setLocale } from '../../shared/messages/index.ts'
import type { Said } from '../../shared/pipeline/runState.ts'
import { portalAddressSchema } from '../../shared/portal.ts'
import { CHICAGO_PORTAL } from '../sources/socrata/socrata.ts'
import { testPortal } from '../sources/socrata/testPortal.ts'
import { openStore } from '../storage/openStore.ts'
import { testStore } from '../storage/testStore.ts'
import { readSettings, settingsSchema, writeSettings } from '../workspace/settings.ts'
import type { ApiContext } from './context.ts'
import { procedure, router } from './trpc.ts'

/** The environment variables that hold secrets; the window may set them where the shell can keep them encrypted. */
export const SECRET_NAMES = [
  'SOCRATA_APP_TOKEN',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'ARREST_WORKBENCH_API_KEY',
] as const

/** Settings that need the workspace to be opened anew. */
const REOPENING = ['store', 'threads'] as const

const TEST_MS = 20_000

/** Outcome of a test, with what is wrong and what to do about it. */
type Tested = { ok: true; detail: string } | ({ ok: false; message: string } & Said)

export const settings = router({
  get: procedure.query(async ({ ctx }) => ({
    settings: await readSettings(ctx.workbench.workspace.paths.settings),
    schema: z.toJSONSchema(settingsSchema, { io: 'input' }),
    defaults: {
      store: ctx.workbench.store.location,
      threads: ctx.workbench.threads,
      portal: CHICAGO_PORTAL,
      servingPort: 8800,
    },
    secrets: secretsOf(ctx),
    /** Whether secrets can be typed here, and are then kept encrypted. */
    keepsSecrets: ctx.shell.secrets !== undefined,
  })),
  /** Changes settings; null takes one back to its default. */
  set: procedure
    .input(
      z.strictObject({
        store: z.string().trim().min(1).max(4096).nullish(),
        language: z.enum(['en', 'es']).nullish(),
        theme: z.enum(['system', 'light', 'dark']).nullish(),
        servingPort: z.int().min(1).max(65_535).nullish(),
        threads: z.int().min(1).max(256).nullish(),
        portal: portalAddressSchema.nullish(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { workspace } = ctx.workbench
      const before = await readSettings(workspace.paths.settings)
      const merged = { ...before, ...input }
      const set = Object.entries(merged).filter(([, value]) => value !== null && value !== undefined)
      const after = settingsSchema.parse(Object.fromEntries(set))
      if (after.store !== undefined && after.store !== before.store) {
        // Refuses what cannot be a store before it is written.
        const { data, cache } = workspace.paths
        await openStore({ spec: after.store, env: workspace.environment, dataFolder: data, cacheFolder: cache })
      }
      await writeSettings(workspace.paths.settings, after)
      if (after.language !== undefined) changeLanguage(after.language, ctx)
      const reopens = REOPENING.some((name) => after[name] !== before[name])
      return { settings: after, applied: reopens ? await ctx.applySettings() : ('now' as const) }
    }),
  /** Keeps a secret in the system's key store, or with null forgets it. Refused where it would be plain text. */
  setSecret: procedure
    .input(z.strictObject({ name: z.enum(SECRET_NAMES), value: z.string().trim().min(1).max(4096).nullable() }))
    .mutation(async ({ ctx, input }) => {
      if (ctx.shell.secrets === undefined) throw new UserError('settings.no_key_store', { name: input.name })
      await ctx.shell.secrets.set(input.name, input.value ?? undefined)
      return { applied: await ctx.applySettings() }
    }),
  /** Whether a store can be reached and written: the one that is set, or the one that is named. */
  testStore: procedure
    .input(z.strictObject({ store: z.string().trim().min(1).max(4096).optional() }))
    .mutation(({ ctx, input, signal }) =>
      tested(signal, async (limited) => {
        const { workspace, store } = ctx.workbench
        const { data, cache } = workspace.paths
        const spec = input.store ?? undefined
        const wanted =
          spec === undefined
            ? store
            : await openStore({ spec, env: workspace.environment, dataFolder: data, cacheFolder: cache })
        await testStore(wanted, limited)
        return wanted.location
      }),
    ),
  /** Whether the portal answers, with the token that is set if there is one. */
  testPortal: procedure
    .input(z.strictObject({ portal: portalAddressSchema.optional() }))
    .mutation(({ ctx, input, signal }) =>
      tested(signal, async (limited) => {
        const { workspace } = ctx.workbench
        const address = input.portal ?? (await readSettings(workspace.paths.settings)).portal ?? CHICAGO_PORTAL
        return testPortal({ address, appToken: workspace.environment.SOCRATA_APP_TOKEN }, limited)
      }),
    ),
})

/** Sets the language of all texts, here and in the shell's menus. */
export function changeLanguage(language: 'en' | 'es', { shell }: ApiContext): void {
  setLocale(language)
  shell.languageChanged()
}

/** Which secrets are set, and where they come from; never their values. */
function secretsOf({ env, shell, workbench }: ApiContext) {
  const kept = new Set(shell.secrets?.names())
  const origin = (name: string): SecretOrigin => {
    if (!workbench.workspace.environment[name]) return null
    if (env[name] !== undefined) return 'environment'
    return kept.has(name) ? 'key_store' : 'env_file'
  }
  return SECRET_NAMES.map((name) => ({ name, from: origin(name) }))
}

type SecretOrigin = 'environment' | 'key_store' | 'env_file' | null

/** Does a test of limited time; what the user can mend is its outcome, not an error. */
async function tested(
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<string>,
): Promise<Tested> {
  const timeout = AbortSignal.timeout(TEST_MS)
  try {
    return { ok: true, detail: await work(signal === undefined ? timeout : AbortSignal.any([signal, timeout])) }
  } catch (error) {
    const told =
      timeout.aborted && !signal?.aborted ? new UserError('settings.test_too_long', { seconds: TEST_MS / 1000 }) : error
    if (!(told instanceof UserError)) throw told
    return { ok: false, message: told.message, code: told.code, params: told.params }
  }
}
