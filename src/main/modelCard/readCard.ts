import { UserError } from '../../shared/errors.ts'
import { CARD_FILE, type ModelCard, modelCardSchema } from '../../shared/modelCard/modelCard.ts'
import type { ModelVersion } from '../registry/registry.ts'
import type { Tracking } from '../tracking/tracking.ts'
import { type Statements, statementsOf } from './statements.ts'

/** A version's card with its sentences in the current language: what is shown, and downloaded as JSON. */
export interface VersionCard extends ModelCard {
  version: number
  statements: Statements
}

/** The card of a registered version; undefined where it has none: imported ones, and those of older versions of the app. */
export async function findCard(version: ModelVersion, tracking: Tracking): Promise<VersionCard | undefined> {
  const run = await tracking.runs.get(version.runId)
  if (!run.artifacts.some(({ path }) => path === CARD_FILE)) return undefined
  const stored = modelCardSchema.parse(JSON.parse((await tracking.artifacts.read(run.id, CARD_FILE)).toString('utf8')))
  return { ...stored, version: version.version, statements: statementsOf(stored) }
}

/** The card of a registered version. @throws UserError `registry.no_card` */
export async function readCard(version: ModelVersion, tracking: Tracking): Promise<VersionCard> {
  const card = await findCard(version, tracking)
  if (card !== undefined) return card
  throw new UserError('registry.no_card', { model: version.model, version: String(version.version) })
}
