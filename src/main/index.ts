import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'

/** The desktop shell: one window that shows the renderer. */
function openWindow(): void {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
    },
  })
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event) => event.preventDefault())
  void window.loadFile(join(import.meta.dirname, '../renderer/index.html'))
}

app.on('window-all-closed', () => app.quit())
void app.whenReady().then(openWindow)
