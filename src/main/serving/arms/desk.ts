import type { Incident } from '../../../shared/serving/prediction.ts'
import { nextPredictionId } from '../../predictions/predictionId.ts'
import type { PredictionStream, PredictionWriter } from '../../predictions/predictionWriter.ts'
import type { Arm } from '../../tracking/schema.ts'
import { incidentJson } from '../batch/incidentJson.ts'
import type { Challenge, Champion } from '../champion/champion.ts'
import { createRequestReader, type RequestReader } from '../http/requestReader.ts'
import { createShadow, type Shadow } from './shadow.ts'
import { placeOfFeatures, placeOfText, saltOf } from './split.ts'

/** How an instance was answered. */
export interface Scored {
  id: string
  arm: Exclude<Arm, 'shadow'>
  version: string
  probability: number
  prediction: boolean
}

/** How many predictions of one version in one arm there were since the start. */
export interface ArmCount {
  model: string
  version: string
  arm: Arm
  arrests: number
  others: number
}

/** A row of features that was read of a request. */
export interface Instance {
  /** Holds the row, in the champion's order, from `offset` on. */
  features: Float64Array
  offset: number
  id: string | number | undefined
  incident: Incident | undefined
}

/** A champion with its challenger, if one is on trial: which of them answers what, and what is kept of it. */
export interface Desk {
  readonly champion: Champion
  readonly reader: RequestReader
  /** Whether the challenger answers this instance. */
  challenged(instance: Instance): boolean
  /** Answers an instance; `probability` where the champion's is known already. */
  answer(instance: Instance, time: number, probability?: number): Scored
}

export interface DeskOptions {
  champion: Champion
  /** Where predictions are kept; nowhere when absent. */
  log: PredictionWriter | undefined
  /** Counts an arm's predictions, over all desks. */
  countOf(model: string, version: string, arm: Arm): ArmCount
  /** Hears of shadows that could not answer. */
  onError(error: unknown): void
}

interface Answering {
  model: Champion
  stream: PredictionStream | undefined
  count: ArmCount
}

export function createDesk({ champion, log, countOf, onError }: DeskOptions): Desk {
  const width = champion.features.length
  const own = answering(champion, 'champion')
  const { challenge } = champion
  const split = challenge?.mode === 'split' ? { ...challenge, salt: saltOf(challenge.id) } : undefined
  const rival = challenge && answering(challenge.challenger, split === undefined ? 'shadow' : 'challenger')
  /** Whether the challenger may take features as they are: an incident it always reads by itself. */
  const sameInputs = champion.featurizerHash === challenge?.challenger.featurizerHash
  const shadow = challenge?.mode === 'shadow' && rival !== undefined ? shadowOf(rival, challenge) : undefined

  function answering(model: Champion, arm: Arm): Answering {
    const head = { model: model.name, version: Number(model.version), arm, width: model.features.length }
    return { model, stream: log?.stream(head), count: countOf(model.name, model.version, arm) }
  }

  function shadowOf(silent: Answering, { challenger }: Challenge): Shadow {
    return createShadow(({ pairId, time, incidentId, incident, features }) => {
      const row = incident === undefined ? features : challenger.featurize(incident)
      const probability = checked(challenger.score(row))
      const prediction = probability >= challenger.threshold
      tally(silent.count, prediction)
      const json = incident === undefined ? null : incidentJson(incident)
      const id = nextPredictionId()
      silent.stream?.add({ id, time, pairId, incidentId, incident: json, probability, prediction }, row)
    }, onError)
  }

  function challenged({ features, offset, id, incident }: Instance): boolean {
    if (split === undefined || (incident === undefined && !sameInputs)) return false
    const place =
      id === undefined ? placeOfFeatures(features, width, offset, split.salt) : placeOfText(String(id), split.salt)
    return place < split.share
  }

  return {
    champion,
    reader: createRequestReader(champion),
    challenged,
    answer(instance, time, known) {
      const { features, offset, id, incident } = instance
      const arm = rival !== undefined && challenged(instance) ? rival : own
      const { model } = arm
      let row = features
      let first = offset
      let probability = known
      if (arm !== own && incident !== undefined) {
        row = model.featurize(incident)
        first = 0
      }
      if (arm !== own || probability === undefined) {
        const whole = first === 0 && row.length === model.features.length
        probability = model.score(whole ? row : row.subarray(first, first + model.features.length))
      }
      checked(probability)
      const prediction = probability >= model.threshold
      const predictionId = nextPredictionId(time)
      tally(arm.count, prediction)
      const incidentId = id === undefined ? null : String(id)
      if (arm.stream !== undefined) {
        const json = incident === undefined ? null : incidentJson(incident)
        const kept = { id: predictionId, time, pairId: null, incidentId, incident: json, probability, prediction }
        arm.stream.add(kept, row, first)
      }
      // Pairs need the challenger's inputs: an incident, or features that mean the same to it.
      if (shadow !== undefined && (incident !== undefined || sameInputs)) {
        const task = { pairId: predictionId, time, incidentId, incident }
        shadow.ask({ ...task, features: features.slice(offset, offset + width) })
      }
      return {
        id: predictionId,
        arm: arm === own ? 'champion' : 'challenger',
        version: model.version,
        probability,
        prediction,
      }
    },
  }
}

function tally(count: ArmCount, prediction: boolean): void {
  if (prediction) count.arrests++
  else count.others++
}

/** A model that answers anything but a probability is broken: better no answer than that one. */
function checked(probability: number): number {
  if (probability >= 0 && probability <= 1) return probability
  throw new RangeError(`the model answered ${probability}, which is no probability`)
}
