import { constants, copyFile, link, rm } from 'node:fs/promises'
import { literal } from '../../duck.ts'

/** A Parquet file, or several as one, as a relation for `FROM`. */
export function parquet(...files: string[]): string {
  return `read_parquet([${files.map(literal).join(', ')}])`
}

/** Options of `COPY … TO` for a stage's table: `readParquet` takes no codec. */
export const AS_PARQUET = '(FORMAT parquet, COMPRESSION uncompressed)'

/** A stage's output that equals its input: the same file under another name, without a copy where the disk can do that. */
export async function passOn(file: string, output: string): Promise<void> {
  await rm(output, { force: true })
  try {
    await link(file, output)
  } catch {
    await copyFile(file, output, constants.COPYFILE_FICLONE)
  }
}
