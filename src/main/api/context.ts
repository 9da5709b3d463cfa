import type { Jobs } from '../jobs/jobs.ts'
import type { Work, WorkResult, WorkWatch } from '../jobs/work.ts'
import type { OpenPainter } from '../pictures/painter.ts'
import type { ScheduleDesk } from '../retraining/desk.ts'
import type { ServingDesk } from '../serving/servingDesk.ts'
import type { TableReader } from '../tables/reader.ts'
import type { Workbench } from '../workbench.ts'

/** What a window can do beyond a web page, where its shell offers it. */
export interface ShellServices {
  readonly kind: 'desktop' | 'browser'
  /** Secrets that were typed in the window; undefined where they cannot be kept encrypted. */
  readonly secrets: SecretStore | undefined
  /** Lets the user choose a file to read, or a place to save to; undefined where the shell has no such dialog. */
  chooseFile?(options: { title: string; extensions: string[] }): Promise<string | undefined>
  chooseTarget?(options: { title: string; name: string }): Promise<string | undefined>
  /** Paints the pictures that are stored with runs; an installed Chromium does where the shell has nothing to paint with. */
  readonly openPainter?: OpenPainter
  /** Called when what goes on without a window has changed: the endpoint, or a schedule. */
  backgroundChanged?(): void
  /** The language of the shell's own menus. */
  languageChanged(): void
}

/** Secrets in the system's key store, by the environment variable that they stand for. */
export interface SecretStore {
  /** Names of the variables that are kept. */
  names(): string[]
  set(name: string, value: string | undefined): Promise<void>
}

/** What the procedures work with: the services that the CLI uses, and what lasts longer than one window. */
export interface ApiContext {
  readonly workbench: Workbench
  readonly jobs: Jobs
  readonly serving: ServingDesk
  readonly reader: TableReader
  readonly schedule: ScheduleDesk
  readonly shell: ShellServices
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Does a job in a thread of its own, on this workspace with its settings of now. */
  inThread(work: Work, watch: WorkWatch): Promise<WorkResult>
  /** Opens the workspace anew with the settings and secrets of now, or once the run that goes on has ended. */
  applySettings(): Promise<'now' | 'after_run'>
}
