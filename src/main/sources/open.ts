import { createFileSource } from './file/file.ts'
import { createSocrataSource, type SocrataOptions } from './socrata/socrata.ts'
import type { Source } from './source.ts'

export interface SourceSpec extends Pick<SocrataOptions, 'portal' | 'appToken' | 'now'> {
  /** `demo`, `socrata`, or the path of a file. */
  source: string
}

/** The source that the user named with `--source`. */
export function openSource({ source, ...portal }: SourceSpec, demo: () => Source): Source {
  if (source === 'demo') return demo()
  return source === 'socrata' ? createSocrataSource(portal) : createFileSource(source)
}
