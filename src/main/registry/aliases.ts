import type { Transaction } from 'kysely'
import type { Schema } from '../tracking/schema.ts'

type Transacting = Transaction<Schema>

/** The version that has an alias; undefined where none has. */
export async function aliased(transaction: Transacting, model: string, alias: string): Promise<number | undefined> {
  const found = await transaction
    .selectFrom('model_aliases')
    .select('version')
    .where('model', '=', model)
    .where('alias', '=', alias)
    .executeTakeFirst()
  return found?.version
}

/** Gives an alias to a version, whoever had it. */
export async function point(transaction: Transacting, model: string, alias: string, version: number): Promise<void> {
  await transaction
    .insertInto('model_aliases')
    .values({ model, alias, version })
    .onConflict((conflict) => conflict.doUpdateSet({ version }))
    .execute()
}
