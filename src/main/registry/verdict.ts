import type { MessageParameters } from '../../shared/messages/index.ts'
import { changedFeatures, listed } from './features.ts'

/** A model on the test rows that neither it nor its rival was trained on. */
export interface Contestant {
  features: string[]
  /** Matthews correlation coefficient at each model's threshold. */
  mcc: number
}

export interface Comparison {
  /** Registered model. */
  model: string
  challenger: Contestant
  /** Absent when there is none yet. */
  champion?: Contestant | undefined
  /** Number of test rows that neither was trained on. */
  unseenRows: number
  /** MCC by which the challenger must be better. */
  threshold: number
}

/** Whether a challenger becomes champion by itself, and why, as a message code with its parameters. */
export interface Verdict {
  promote: boolean
  code:
    | 'verdict_first_champion'
    | 'verdict_better'
    | 'verdict_not_better'
    | 'verdict_other_features'
    | 'verdict_no_unseen_rows'
    | 'verdict_to_be_tried'
  params: MessageParameters
}

/**
 * A challenger is promoted by itself when there is no champion yet, or when it takes the champion's inputs and its MCC is
 * better, by the threshold or more, on test rows that neither model was trained on.
 */
export function compareToChampion({ model, challenger, champion, unseenRows, threshold }: Comparison): Verdict {
  if (champion === undefined) return { promote: true, code: 'verdict_first_champion', params: { model } }
  const change = changedFeatures(champion.features, challenger.features)
  if (change !== undefined) {
    const params = { missing: listed(change.missing), added: listed(change.added) }
    return { promote: false, code: 'verdict_other_features', params }
  }
  if (unseenRows === 0) return { promote: false, code: 'verdict_no_unseen_rows', params: {} }

  const gain = challenger.mcc - champion.mcc
  const scores = { challenger: rounded(challenger.mcc), champion: rounded(champion.mcc), rows: unseenRows, threshold }
  if (gain > 0 && gain >= threshold) {
    return { promote: true, code: 'verdict_better', params: { ...scores, gain: rounded(gain) } }
  }
  return { promote: false, code: 'verdict_not_better', params: scores }
}

function rounded(mcc: number): string {
  return mcc.toFixed(4)
}
