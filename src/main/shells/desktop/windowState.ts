import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type BrowserWindow, screen } from 'electron'
import { z } from 'zod'

const stateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(400), height: z.int().min(300) }),
  maximized: z.boolean(),
})

export interface WindowState {
  /** In device-independent pixels; without a place, the window is centred. */
  bounds: { x?: number; y?: number; width: number; height: number }
  maximized: boolean
}

const FIRST: WindowState = { bounds: { width: 1280, height: 800 }, maximized: false }
const SAVE_MS = 500

/** How the window was left; the first size where that is not known, or on a screen that is no longer there. */
export function readWindowState(file: string): WindowState {
  try {
    const state = stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    const { workArea } = screen.getDisplayMatching(state.bounds)
    return overlaps(state.bounds, workArea) ? state : { ...FIRST, maximized: state.maximized }
  } catch {
    return FIRST
  }
}

/** Keeps where the window is and how large, as it changes. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined
  const save = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (window.isDestroyed()) return
      const state = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
      // Not worth a message: the window then opens as it did before.
      void mkdir(dirname(file), { recursive: true })
        .then(() => writeFile(file, JSON.stringify(state)))
        .catch(() => {})
    }, SAVE_MS)
  }
  window.on('resize', save)
  window.on('move', save)
  window.on('maximize', save)
  window.on('unmaximize', save)
  window.once('closed', () => clearTimeout(timer))
}

interface Area {
  x: number
  y: number
  width: number
  height: number
}

/** Whether enough of the window can be seen to take hold of it. */
function overlaps(a: Area, b: Area): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width >= 100 && height >= 50
}
