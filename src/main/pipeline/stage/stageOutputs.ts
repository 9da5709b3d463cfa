import { join } from 'node:path'
import { asTable, type ParquetTable } from '../../parquet/table.ts'
import { type ParquetColumn, rowsOf } from '../../parquet/writer.ts'
import type { WorkerPool } from '../../workers/pool.ts'
import { passOn } from '../stages/files.ts'
import { writeParquetInPool } from '../writeParquetInPool.ts'
import type { StageContext, StageInput } from './stage.ts'

/** What a stage puts out: kept in memory for the next stage, while its files are written. */
export interface StageOutputs extends Pick<StageContext<unknown>, 'write' | 'written' | 'passOn' | 'file'> {
  /** Local file by output name; whole when `allWritten` resolves, or `written` for one of them. */
  readonly files: ReadonlyMap<string, string>
  /** Rows by the name of what `write` put out. */
  readonly rows: Record<string, number>
  /** The table of an output, where it is in memory. */
  tableOf(name: string): Promise<ParquetTable> | undefined
  /** Resolves when all files are whole. */
  allWritten(): Promise<void>
  /** Frees the tables: nobody reads them from memory any more. */
  release(): void
}

/** @param folder where the files go; there is none of an output's name in it */
export function createStageOutputs(
  folder: string,
  input: Pick<StageInput, 'file' | 'table'>,
  { pool, signal }: { pool: WorkerPool; signal: AbortSignal },
): StageOutputs {
  const files = new Map<string, string>()
  const rows: Record<string, number> = {}
  const tables = new Map<string, Promise<ParquetTable>>()
  const writing = new Map<string, Promise<unknown>>()

  function pathOf(name: string, fileName: string): string {
    const file = join(folder, fileName)
    files.set(name, file)
    return file
  }

  /** Keeps the promise, whose failure is told where it is waited for. */
  function started<T>(promise: Promise<T>): Promise<T> {
    promise.catch(() => {})
    return promise
  }

  return {
    files,
    rows,
    write(name: string, columns: Record<string, ParquetColumn>): number {
      rows[name] = rowsOf(columns)
      const file = pathOf(name, `${name}.parquet`)
      tables.set(name, Promise.resolve(asTable(columns)))
      writing.set(name, started(writeParquetInPool(file, columns, { pool, signal })))
      return rows[name]
    },
    passOn(name) {
      const file = pathOf(name, `${name}.parquet`)
      tables.set(name, started(input.table(name)))
      writing.set(name, started(input.file(name).then((from) => passOn(from, file))))
    },
    file: (name, extension = 'parquet') =>
      pathOf(extension === 'parquet' ? name : `${name}_${extension}`, `${name}.${extension}`),
    async written(name) {
      const file = files.get(name)
      if (file === undefined) throw new Error(`no output ${name} among ${[...files.keys()].join(', ')}`)
      await writing.get(name)
      return file
    },
    tableOf: (name) => tables.get(name),
    async allWritten() {
      await Promise.all(writing.values())
    },
    release: () => tables.clear(),
  }
}
