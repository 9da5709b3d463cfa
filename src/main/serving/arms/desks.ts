import type { PredictionWriter } from '../../predictions/predictionWriter.ts'
import type { Arm } from '../../tracking/schema.ts'
import type { ChampionSource } from '../champion/champion.ts'
import { type ArmCount, createDesk, type Desk } from './desk.ts'

/** The desk of whichever champion is there, made once for each. */
export interface Desks {
  current(): Desk | undefined
  /** What every arm has predicted since the start. */
  counts(): Iterable<ArmCount>
}

export function openDesks(
  source: ChampionSource,
  { log, onError }: { log: PredictionWriter | undefined; onError(error: unknown): void },
): Desks {
  const counts = new Map<string, ArmCount>()
  let desk: Desk | undefined

  function countOf(model: string, version: string, arm: Arm): ArmCount {
    const key = `${model} ${version} ${arm}`
    const count = counts.get(key) ?? { model, version, arm, arrests: 0, others: 0 }
    counts.set(key, count)
    return count
  }

  return {
    current() {
      const champion = source.current()
      if (champion === undefined) return undefined
      if (desk?.champion !== champion) desk = createDesk({ champion, log, countOf, onError })
      return desk
    },
    counts: () => counts.values(),
  }
}
