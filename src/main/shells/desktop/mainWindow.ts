import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { openWindow } from './window.ts'
import { readWindowState } from './windowState.ts'

/** A window that takes longer to be painted is waited for no more. */
const PAINT_MS = 2000

/** The app's one window, which is opened anew after it was closed. */
export interface MainWindow {
  /** Undefined while it is closed. */
  current(): BrowserWindow | undefined
  /** Opens it, or brings it to the front. */
  show(): void
  /** Resolves when it has been painted for the first time, or will not be soon. */
  painted: Promise<void>
  /** Whether it is what the user looks at. */
  isInFront(): boolean
}

export function createMainWindow(options: { onOpen(): void; onClosed(): void }): MainWindow {
  let window: BrowserWindow | undefined
  let opensAgain = false
  let tellPainted: () => void
  const painted = new Promise<void>((resolve) => {
    tellPainted = resolve
  })

  function open(): void {
    const file = join(app.getPath('userData'), 'window.json')
    window = openWindow(readWindowState(file), file)
    window.once('ready-to-show', tellPainted)
    setTimeout(tellPainted, PAINT_MS)
    window.once('closed', () => {
      window = undefined
      if (!opensAgain) return options.onClosed()
      opensAgain = false
      open()
    })
    options.onOpen()
  }

  /** A window loses its page, and then itself, some time before it says that it is closed. */
  function current(): BrowserWindow | undefined {
    return window === undefined || window.isDestroyed() || window.webContents.isDestroyed() ? undefined : window
  }

  return {
    current,
    painted,
    show() {
      if (window === undefined) return open()
      const shown = current()
      if (shown === undefined) {
        opensAgain = true
        return
      }
      if (shown.isMinimized()) shown.restore()
      shown.show()
      shown.focus()
    },
    isInFront: () => current() !== undefined && BrowserWindow.getFocusedWindow() === window,
  }
}
