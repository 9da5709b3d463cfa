import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** Names of browsers on the PATH that speak Chromium's protocol. */
const PROGRAMS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
]
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge']
const WINDOWS_PROGRAMS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
]

/**
 * The program of an installed Chromium, Chrome or Edge: ARREST_WORKBENCH_CHROMIUM, where empty means none, else what is
 * on the PATH or where the systems install it.
 */
export function findChromium(env: Environment): string | undefined {
  const named = env.ARREST_WORKBENCH_CHROMIUM
  if (named !== undefined) return isProgram(named) ? named : undefined
  return candidates(env).find(isProgram)
}

function candidates(env: Environment): string[] {
  if (process.platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter((root) => root !== undefined)
    return roots.flatMap((root) => WINDOWS_PROGRAMS.map((path) => join(root, ...path)))
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = folders.flatMap((folder) => PROGRAMS.map((program) => join(folder, program)))
  if (process.platform !== 'darwin') return onPath
  return [...MAC_APPS.map((app) => join('/Applications', `${app}.app`, 'Contents', 'MacOS', app)), ...onPath]
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return path !== ''
  } catch {
    return false
  }
}
