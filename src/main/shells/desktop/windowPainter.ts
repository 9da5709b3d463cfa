import { BrowserWindow } from 'electron'
import { CancelledError } from '../../../shared/errors.ts'
import { currentLocale } from '../../../shared/messages/index.ts'
import { PICTURE_PAGE } from '../../../shared/picture.ts'
import { type OpenPainter, paintScript, pictureBytes } from '../../pictures/painter.ts'
import { ISOLATED, pageOrigin } from './window.ts'

/** Paints in a window that is never shown, with Electron's own Chromium. */
export const openWindowPainter: OpenPainter = async (signal) => {
  const window = new BrowserWindow({ show: false, webPreferences: { ...ISOLATED, backgroundThrottling: false } })
  const destroy = () => {
    if (!window.isDestroyed()) window.destroy()
  }
  // What a window was doing when it was destroyed never settles.
  const cancelled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      destroy()
      reject(new CancelledError())
    })
  })
  cancelled.catch(() => {})
  const untilCancelled = <T>(work: Promise<T>) => Promise.race([work, cancelled])

  try {
    await untilCancelled(window.loadURL(`${pageOrigin()}/${PICTURE_PAGE}`))
  } catch (error) {
    destroy()
    throw error
  }
  return {
    async paint(figure) {
      const script = paintScript(figure, currentLocale())
      return pictureBytes(await untilCancelled(window.webContents.executeJavaScript(script)))
    },
    async close() {
      destroy()
    },
  }
}
