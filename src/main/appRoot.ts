import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder that holds package.json, `out` and `resources`: the checkout, the npm package or the app's archive. */
export const appRoot: string = findUp(import.meta.dirname)

function findUp(from: string): string {
  let folder = from
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error(`no package.json above ${from}`)
    folder = parent
  }
  return folder
}

/** A file that the app ships in `resources`. */
export function resource(...path: string[]): string {
  return join(appRoot, 'resources', ...path)
}

/** A file that the build makes in `out`. */
export function built(...path: string[]): string {
  return join(appRoot, 'out', ...path)
}
