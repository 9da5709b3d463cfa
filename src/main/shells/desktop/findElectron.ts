import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

type Found = { path: string } | { missing: 'cli.open.no_screen' | 'cli.open.no_electron' }

const FETCH_MS = 5 * 60_000

/**
 * The Electron runtime that can show a window on this machine: the one of ELECTRON_OVERRIDE_DIST_PATH, else that of the
 * package `electron`, which is fetched where it is not there yet.
 */
export async function findElectron(env: NodeJS.ProcessEnv, onFetch: () => void): Promise<Found> {
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return { missing: 'cli.open.no_screen' }
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  if (override !== undefined && override !== '') {
    const path = join(override, executable())
    return existsSync(path) ? { path } : { missing: 'cli.open.no_electron' }
  }
  const folder = packageFolder()
  if (folder === undefined) return { missing: 'cli.open.no_electron' }
  if (runtimeIn(folder) === undefined) {
    onFetch()
    await fetchRuntime(join(folder, 'install.js'))
  }
  const path = runtimeIn(folder)
  return path === undefined ? { missing: 'cli.open.no_electron' } : { path }
}

/** Where the package lies. Its own entry would fetch the runtime in this process, so it is not loaded. */
function packageFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return undefined
  }
}

function runtimeIn(folder: string): string | undefined {
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const path = join(folder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(path) ? path : undefined
}

function executable(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

/** Runs the package's installer; whether that worked is seen by what lies there afterwards. */
function fetchRuntime(installer: string): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [installer], { stdio: 'ignore', timeout: FETCH_MS })
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
}
