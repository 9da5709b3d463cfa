import { readFile } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { appRoot } from '../appRoot.ts'
import { appVersion } from '../version.ts'
import { readSettings, writeSettings } from '../workspace/settings.ts'
import { changeLanguage } from './settings.ts'
import { procedure, router } from './trpc.ts'

export const app = router({
  info: procedure.query(async ({ ctx }) => {
    const { workspace, threads, store } = ctx.workbench
    const { language = null, theme = 'system' } = await readSettings(workspace.paths.settings)
    return {
      version: appVersion,
      shell: ctx.shell.kind,
      workspace: workspace.folder,
      store: store.location,
      threads,
      memoryBytes: totalmem(),
      node: process.versions.node,
      electron: process.versions.electron ?? null,
      chromium: process.versions.chrome ?? null,
      platform: process.platform,
      language,
      theme,
      /** What this shell offers beyond a web page. */
      can: {
        chooseFile: ctx.shell.chooseFile !== undefined,
        chooseTarget: ctx.shell.chooseTarget !== undefined,
        keepSecrets: ctx.shell.secrets !== undefined,
      },
    }
  }),
  /** Memory of the engine's process, its workers' included, in bytes. */
  load: procedure.query(() => ({ memoryBytes: process.memoryUsage.rss() })),
  /** The licence, and the notice of what ships, with the City's disclaimer. */
  licences: procedure.query(async () => ({
    licence: await readFile(join(appRoot, 'LICENSE'), 'utf8'),
    notice: await readFile(join(appRoot, 'NOTICE'), 'utf8'),
  })),
  /** Sets the language of all texts, and keeps it. */
  setLanguage: procedure
    .input(z.strictObject({ language: z.enum(['en', 'es']) }))
    .mutation(async ({ ctx, input: { language } }) => {
      const { settings } = ctx.workbench.workspace.paths
      await writeSettings(settings, { ...(await readSettings(settings)), language })
      changeLanguage(language, ctx)
    }),
  /** Lets the user choose a file by the system's dialog; null where none was chosen, or the shell has no dialog. */
  chooseFile: procedure
    .input(
      z.strictObject({
        title: z.string().max(200),
        extensions: z
          .array(
            z
              .string()
              .max(20)
              .regex(/^[\w*]+$/),
          )
          .max(20)
          .default([]),
      }),
    )
    .mutation(async ({ ctx, input }) => (await ctx.shell.chooseFile?.(input)) ?? null),
  chooseTarget: procedure
    .input(z.strictObject({ title: z.string().max(200), name: z.string().max(200) }))
    .mutation(async ({ ctx, input }) => (await ctx.shell.chooseTarget?.(input)) ?? null),
})
