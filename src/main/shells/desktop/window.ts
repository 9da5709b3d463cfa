import { join } from 'node:path'
import { app, BrowserWindow, type IpcMainEvent, nativeTheme, type Session, shell } from 'electron'
import { built, resource } from '../../appRoot.ts'
import { APP_ORIGIN } from './appProtocol.ts'
import { keepWindowState, type WindowState } from './windowState.ts'

/** Where the page comes from: the built renderer, or Vite's server while the renderer is being worked on. */
export function pageOrigin(): string {
  const served = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
  return served === undefined ? APP_ORIGIN : new URL(served).origin
}

/** What every page of the app is kept in. */
export const ISOLATED: Electron.WebPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  spellcheck: false,
}

/** Opens the window on the app's page: isolated, sandboxed, and going nowhere else. */
export function openWindow(state: WindowState, stateFile: string): BrowserWindow {
  const window = new BrowserWindow({
    ...state.bounds,
    minWidth: 960,
    minHeight: 600,
    show: false,
    // Elsewhere the app has its icon from its package.
    ...(process.platform === 'linux' ? { icon: resource('icons', 'window.png') } : {}),
    // As the page's own, so that the window does not flash.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14171a' : '#ffffff',
    webPreferences: { ...ISOLATED, preload: join(built('preload'), 'index.cjs') },
  })
  if (state.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  keepWindowState(window, stateFile)
  void window.loadURL(`${pageOrigin()}/`)
  return window
}

/**
 * Denies every page what this one never needs: other pages, new windows, frames of others, permissions, webviews. A link
 * to the origin that `endpoint` gives, the app's own endpoint, opens in the user's browser.
 */
export function guardPage(contents: Electron.WebContents, endpoint: () => string | null): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (originOf(url) === endpoint()) void shell.openExternal(url)
    return { action: 'deny' }
  })
  const stay = (event: { preventDefault(): void }, url: string) => {
    if (originOf(url) !== pageOrigin()) event.preventDefault()
  }
  contents.on('will-navigate', (event) => stay(event, event.url))
  contents.on('will-redirect', (event) => stay(event, event.url))
  contents.on('will-frame-navigate', (event) => stay(event, event.url))
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Denies all permissions but writing to the clipboard, and every request to another place than the page's own. */
export function guardSession(session: Session): void {
  const allowed = (permission: string, url: string | undefined) =>
    permission === 'clipboard-sanitized-write' && originOf(url ?? '') === pageOrigin()
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(allowed(permission, details.requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin))
  session.setDevicePermissionHandler(() => false)
}

/** Whether a message comes from the main frame of a window that shows the app's page. */
export function isOwnPage({ sender, senderFrame }: IpcMainEvent): boolean {
  return (
    BrowserWindow.fromWebContents(sender) !== null &&
    senderFrame !== null &&
    senderFrame === sender.mainFrame &&
    originOf(senderFrame.url) === pageOrigin()
  )
}

/** Origin of an address; `URL.origin` is "null" for schemes that it does not know. */
function originOf(url: string): string {
  if (!URL.canParse(url)) return ''
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}
