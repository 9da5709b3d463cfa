import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { openWindow } from './window.ts'
import { readWindowState } from './windowState.ts'

/** The app's one window, which is opened anew after it was closed. */
export interface MainWindow {
  /** Undefined while it is closed. */
  current(): BrowserWindow | undefined
  /** Opens it, or brings it to the front. */
  show(): void
  /** Whether it is what the user looks at. */
  isInFront(): boolean
}

export function createMainWindow(options: { onOpen(): void; onClosed(): void }): MainWindow {
  let window: BrowserWindow | undefined

  function open(): void {
    const file = join(app.getPath('userData'), 'window.json')
    window = openWindow(readWindowState(file), file)
    window.once('closed', () => {
      window = undefined
      options.onClosed()
    })
    options.onOpen()
  }

  return {
    current: () => window,
    show() {
      if (window === undefined) return open()
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    isInFront: () => window !== undefined && BrowserWindow.getFocusedWindow() === window,
  }
}
