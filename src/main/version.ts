import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { appRoot } from './appRoot.ts'

/** Version of the app, from its package.json. */
export const appVersion: string = String(JSON.parse(readFileSync(join(appRoot, 'package.json'), 'utf8')).version)
