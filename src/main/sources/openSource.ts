import { resolve } from 'node:path'

import { createDemoSource } from './demo/demo.ts'
import { createFileSource } from './file/file.ts'
import { createSocrataSource } from './socrata/socrata.ts'
import type { Source } from './source.ts'

export interface SourceOptions {
  /** `demo`, `socrata`, or a file. */
  source: string
  /** Base URL of the portal; the city's where undefined. */
  portal: string | undefined
  appToken: string | undefined
  /** Folder that a relative file name starts from. */
  cwd: string
  now: () => Date
}

/** The source that a user names. */
export function openSource({ source, portal, appToken, cwd, now }: SourceOptions): Source {
  switch (source) {
    case 'demo':
      return createDemoSource()
    case 'socrata':
      return createSocrataSource({ portal, appToken, now })
    default:
      return createFileSource(resolve(cwd, source))
  }
}
