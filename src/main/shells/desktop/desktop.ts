import { userInfo } from 'node:os'
import { join } from 'node:path'
import { app, dialog, ipcMain, session } from 'electron'
import { COMMAND_CHANNEL, type MenuCommand } from '../../../shared/bridge.ts'
import { localeOf, setLocale, text } from '../../../shared/messages/index.ts'
import type { ShellServices } from '../../api/context.ts'
import type { Engine, EngineOptions } from '../../api/engine.ts'
import { serveApp } from './appProtocol.ts'
import { type Mounted, serveIpc } from './ipcServer.ts'
import { createMainWindow } from './mainWindow.ts'
import { setMenu } from './menu.ts'
import { notifyOfRun, notifyOfScheduledRun, notifyOfTray } from './notifications.ts'
import { type KeptSecrets, openSecrets } from './secrets.ts'
import { type BackgroundWork, createTray, staysWithoutWindow } from './tray.ts'
import { guardPage, guardSession, isOwnPage } from './window.ts'
import { openWindowPainter } from './windowPainter.ts'

/** What Windows files the app's notifications and its icon in the task bar under. */
const APP_ID = 'org.arrestworkbench.desktop'
/** What is not closed by then is recovered by the next start. */
const CLOSE_MS = 10_000

let engine: Engine | undefined
let isQuitting = false
let pausedInTray: string[] = []
let saidThatItStays = false

const mainWindow = createMainWindow({
  onOpen: () => void updateTray(),
  onClosed: () => void stayOrQuit(),
})

const tray = createTray({
  openWindow: () => mainWindow.show(),
  pauseSchedule: () => void pauseSchedules().catch(logFailure),
  resumeSchedule: () => void resumeSchedules(),
  quit: () => app.quit(),
})

/** Starts the desktop shell: one instance, one window, one engine. */
export function startDesktop(): void {
  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return
  }
  app.setAppUserModelId(APP_ID)
  app.on('web-contents-created', (_event, contents) => guardPage(contents, serving))
  app.on('second-instance', () => mainWindow.show())
  // What closes, and what stays then, is the window's to say.
  app.on('window-all-closed', () => {})
  void app.whenReady().then(open)
}

async function open(): Promise<void> {
  setLocale(localeOf(app.getLocale()))
  const secrets = openSecrets(join(app.getPath('userData'), 'secrets.json'))
  const mounting = mainWindow.painted.then(() => mountEngine(engineOptions(secrets)))
  const mounted = () => mounting
  guardSession(session.defaultSession)
  serveApp(session.defaultSession, async () => (await mounted()).context)
  serveIpc({ ipc: ipcMain, mounted, isOwn: isOwnPage })
  setMenu(sendCommand)
  mainWindow.show()
  app.on('activate', () => mainWindow.show())

  try {
    engine = (await mounting).context
  } catch (error) {
    dialog.showErrorBox(text('desktop.cannot_open'), error instanceof Error ? error.message : String(error))
    app.exit(1)
    return
  }
  followSettings(engine)
  void updateTray()
  engine.jobs.onEnd((ended) => {
    if (!mainWindow.isInFront()) notifyOfRun(ended, mainWindow.show)
  })
  engine.onScheduled((event) => {
    if (event.type === 'ended') notifyOfScheduledRun(event.run, mainWindow.show)
  })
  quitCleanly(engine)
}

/** Loads and opens what answers the window. That keeps this thread busy, so it is for when the window has been painted. */
async function mountEngine(options: EngineOptions): Promise<Mounted<Engine>> {
  const { openEngine } = await import('../../api/engine.ts')
  const { appRouter } = await import('../../api/router.ts')
  const { logApiError } = await import('../../api/trpc.ts')
  return { router: appRouter, context: await openEngine(options), onError: logApiError }
}

function engineOptions(secrets: KeptSecrets | undefined): EngineOptions {
  const option = (name: string) => app.commandLine.getSwitchValue(name) || undefined
  const threads = Number(option('threads'))
  const shell: ShellServices = {
    kind: 'desktop',
    secrets,
    async chooseFile({ title, extensions }) {
      const filters = extensions.length === 0 ? [] : [{ name: title, extensions }]
      const chosen = await dialog.showOpenDialog({ title, properties: ['openFile'], filters })
      return chosen.filePaths[0]
    },
    async chooseTarget({ title, name }) {
      const chosen = await dialog.showSaveDialog({ title, defaultPath: name })
      return chosen.canceled ? undefined : chosen.filePath
    },
    openPainter: openWindowPainter,
    backgroundChanged: () => void updateTray(),
    languageChanged() {
      setMenu(sendCommand)
      void updateTray()
    },
  }
  return {
    workspace: option('workspace'),
    store: option('store'),
    threads: threads >= 1 ? threads : undefined,
    env: process.env,
    cwd: process.cwd(),
    keptSecrets: async () => secrets?.values() ?? {},
    shell,
  }
}

function serving(): string | null {
  return engine?.serving.address() ?? null
}

/** Shows in the tray what goes on; resolves with whether the app stays without its window. */
async function updateTray(): Promise<boolean> {
  if (isQuitting) return false
  const active = (await engine?.schedule.active().catch(logFailure)) ?? []
  if (active.length > 0) pausedInTray = []
  const idle = pausedInTray.length > 0 ? 'paused' : 'none'
  const work: BackgroundWork = { serving: serving(), schedule: active.length > 0 ? 'active' : idle }
  tray.update(work, mainWindow.current() !== undefined)
  return staysWithoutWindow(work)
}

async function stayOrQuit(): Promise<void> {
  const stays = await updateTray()
  if (mainWindow.current() !== undefined) return
  if (!stays && process.platform !== 'darwin') return app.quit()
  if (!stays || saidThatItStays) return
  saidThatItStays = true
  notifyOfTray(mainWindow.show)
}

async function pauseSchedules(): Promise<void> {
  if (engine === undefined) return
  const { schedules, active } = engine.schedule
  const names = await active()
  for (const name of names) await schedules.pause(name, userInfo().username)
  pausedInTray = names
  await updateTray()
}

/** Resumes those that were paused in the tray, and no others. */
async function resumeSchedules(): Promise<void> {
  for (const name of pausedInTray) await engine?.schedule.schedules.resume(name, userInfo().username).catch(logFailure)
  pausedInTray = []
  await updateTray()
}

function logFailure(error: unknown): undefined {
  engine?.workbench.logger.error({ err: error }, 'the tray could not read or change the schedules')
}

/** Menu commands are for the window; where it is closed, it is opened for the next one. */
function sendCommand(command: MenuCommand): void {
  const window = mainWindow.current()
  if (window === undefined) mainWindow.show()
  else window.webContents.send(COMMAND_CHANNEL, command)
}

/** The settings' language comes before the system's. */
function followSettings({ workbench }: Engine): void {
  const { language } = workbench.workspace.settings
  if (language === undefined) return
  setLocale(language)
  setMenu(sendCommand)
}

/** Quits when the run is cancelled, the endpoint closed and the workspace let go. */
function quitCleanly(engine: Engine): void {
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (isQuitting) return
    isQuitting = true
    void close()
  })

  async function close(): Promise<void> {
    const timer = setTimeout(() => app.exit(1), CLOSE_MS)
    try {
      await engine.close()
    } finally {
      clearTimeout(timer)
      app.exit(0)
    }
  }
}
