import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openDuck } from '../../src/main/duck.ts'
import { createSocrataSource } from '../../src/main/sources/socrata/socrata.ts'
import { createFolderStore } from '../../src/main/storage/folder.ts'

// A process of its own that downloads from a portal, for a test to kill: argv holds portal, folder and run date.
const [portal, folder, date] = process.argv.slice(2)
if (portal === undefined || folder === undefined || date === undefined) throw new Error('portal, folder and date')
const workFolder = join(folder, 'work-of-child')
await mkdir(workFolder, { recursive: true })
const duck = await openDuck({ threads: 1, spillFolder: join(folder, 'spill') })
await createSocrataSource({ portal, now: () => new Date(), pageRows: 50 }).download(
  { date, days: 365, workFolder, store: createFolderStore(join(folder, 'data')), duck, stationsFile: undefined },
  { signal: new AbortController().signal, progress() {} },
)
duck.close()
