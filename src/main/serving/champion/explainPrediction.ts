import { recordedText, text } from '../../../shared/messages/index.ts'
import type { PredictionReason } from '../../../shared/serving/prediction.ts'
import type { Reason, Reasons } from '../../learners/explain/reasons.ts'
import { PLACE } from '../../pipeline/featurizer/fieldOfFeature.ts'

/** Effects that are rounded away say nothing. */
const LEAST_EFFECT = 0.005

/** The reasons that matter as the endpoint and the command line tell them, the largest first. */
export function tellReasons({ reasons }: Reasons): PredictionReason[] {
  return reasons
    .filter(({ effect }) => Math.abs(effect) >= LEAST_EFFECT)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .map((reason) => ({ field: reason.field, value: reason.value, effect: reason.effect, text: sentence(reason) }))
}

/** `location APARTMENT lowers it by 0.08` */
function sentence(reason: Reason): string {
  const { effect } = reason
  const what = reasonLabel(reason)
  const size = Math.abs(effect).toFixed(2)
  return effect > 0 ? text('explain.raises', { what, effect: size }) : text('explain.lowers', { what, effect: size })
}

/** `location APARTMENT`: a field and its value, as analysts say it. */
export function reasonLabel({ field, value }: Reason): string {
  const code = `explain.field.${field}`
  const named = recordedText(code, {})
  const name = named === code ? field : named
  return value === null ? name : `${name} ${value}`
}

/** A field of an incident as it is told; null where it is not known. */
export function toldValue(incident: ReadonlyMap<string, unknown>, field: string): string | null {
  if (field === PLACE) {
    const pair =
      typeof incident.get('x_coordinate') === 'number' ? ['x_coordinate', 'y_coordinate'] : ['latitude', 'longitude']
    const values = pair.map((name) => incident.get(name))
    return values.every((value) => typeof value === 'number') ? values.join(', ') : null
  }
  const value = incident.get(field)
  return value === undefined || value === null ? null : String(value)
}
