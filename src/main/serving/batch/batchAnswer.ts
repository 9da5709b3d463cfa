import type { Instance, Scored } from '../arms/desk.ts'
import type { Champion } from '../champion/champion.ts'
import { timestamp } from '../http/stamps.ts'

/**
 * The body of a batch's answer (`batchPredictionSchema`), put together by hand: a compiled serializer takes as long for
 * these rows as scoring them. Ids of the server's own need no escaping; the caller's do.
 */
export function batchAnswer(champion: Champion, instances: readonly Instance[], scored: readonly Scored[]): string {
  let rows = ''
  for (let row = 0; row < scored.length; row++) {
    const { prediction, probability, arm, id, version } = scored[row]!
    const own = instances[row]!.id
    rows += `${row === 0 ? '' : ','}{"prediction":${prediction},"probability":${probability},"arm":"${arm}","prediction_id":"${id}"`
    if (own !== undefined) rows += `,"id":${JSON.stringify(own)}`
    if (version !== champion.version) rows += `,"model_version":${JSON.stringify(version)}`
    rows += '}'
  }
  const generated = champion.generated ? ',"generated_data":true' : ''
  const version = JSON.stringify(champion.version)
  return `{"predictions":[${rows}],"count":${scored.length},"model_version":${version},"timestamp":"${timestamp()}"${generated}}`
}
