import { rename, rm, writeFile } from 'node:fs/promises'
import { UserError } from '../../../shared/errors.ts'

/** Writes a file that is whole or absent. Throws UserError where that cannot be done. */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  const part = `${file}.${process.pid}.part`
  try {
    await writeFile(part, content)
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError('cli.models.export_unwritable', { output: file, reason }).causedBy(error)
  }
}
