import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Notification, session } from 'electron'
import { COMMAND_CHANNEL, type MenuCommand } from '../../../shared/bridge.ts'
import { localeOf, recordedText, setLocale, text } from '../../../shared/messages/index.ts'
import type { ApiContext, ShellServices } from '../../api/context.ts'
import { type Engine, openEngine } from '../../api/engine.ts'
import { appRouter } from '../../api/router.ts'
import { logApiError } from '../../api/trpc.ts'
import type { EndedRun } from '../../jobs/jobs.ts'
import { serveApp } from './appProtocol.ts'
import { serveIpc } from './ipcServer.ts'
import { setMenu } from './menu.ts'
import { type KeptSecrets, openSecrets } from './secrets.ts'
import { guardPage, guardSession, isOwnPage, openWindow } from './window.ts'
import { readWindowState } from './windowState.ts'

/** A run that ends sooner is still in front of whoever started it. */
const LONG_RUN_MS = 20_000
/** What is not closed by then is recovered by the next start. */
const CLOSE_MS = 10_000

/** Starts the desktop shell: one instance, one window, one engine. */
export function startDesktop(): void {
  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return
  }
  app.on('web-contents-created', (_event, contents) => guardPage(contents))
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  void app.whenReady().then(open)
}

async function open(): Promise<void> {
  setLocale(localeOf(app.getLocale()))
  const secrets = openSecrets(join(app.getPath('userData'), 'secrets.json'))
  const opening = openEngine(engineOptions(secrets))
  const context = (): Promise<ApiContext> => opening
  guardSession(session.defaultSession)
  serveApp(session.defaultSession, context)
  serveIpc({ ipc: ipcMain, router: appRouter, context, isOwn: isOwnPage, onError: logApiError })
  setMenu(sendCommand)
  showWindow()
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) showWindow()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })

  let engine: Engine
  try {
    engine = await opening
  } catch (error) {
    dialog.showErrorBox(text('desktop.cannot_open'), error instanceof Error ? error.message : String(error))
    app.exit(1)
    return
  }
  followSettings(engine)
  engine.jobs.onEnd(notify)
  quitCleanly(engine)
}

function engineOptions(secrets: KeptSecrets | undefined): Parameters<typeof openEngine>[0] {
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
    languageChanged: () => setMenu(sendCommand),
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

function showWindow(): void {
  const file = join(app.getPath('userData'), 'window.json')
  openWindow(readWindowState(file), file)
}

function sendCommand(command: MenuCommand): void {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  window?.webContents.send(COMMAND_CHANNEL, command)
}

/** The settings' language comes before the system's. */
function followSettings({ workbench }: Engine): void {
  const { language } = workbench.workspace.settings
  if (language === undefined) return
  setLocale(language)
  setMenu(sendCommand)
}

/** Tells the user of a long run that has ended while the window was not in front. */
function notify({ outcome, elapsedMs, error }: EndedRun): void {
  if (outcome === 'cancelled' || elapsedMs < LONG_RUN_MS || !Notification.isSupported()) return
  if (BrowserWindow.getFocusedWindow() !== null) return
  const minutes = `${Math.floor(elapsedMs / 60_000)} min ${Math.round((elapsedMs % 60_000) / 1000)} s`
  const notification = new Notification({
    title: outcome === 'done' ? text('notify.done') : text('notify.failed'),
    body: error === null ? text('notify.done.body', { elapsed: minutes }) : recordedText(error.code, error.params),
  })
  notification.on('click', () => BrowserWindow.getAllWindows()[0]?.focus())
  notification.show()
}

/** Quits when the run is cancelled, the endpoint closed and the workspace let go. */
function quitCleanly(engine: Engine): void {
  let isClosing = false
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (isClosing) return
    isClosing = true
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
