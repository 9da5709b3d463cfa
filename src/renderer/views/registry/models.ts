import { text } from '../../../shared/messages/index.ts'
import type { Outputs } from '../../link.ts'

export type Model = Outputs['models']['list'][number]
export type Version = Model['versions'][number]

export function withAlias({ versions }: Model, alias: string): Version | undefined {
  return versions.find(({ aliases }) => aliases.includes(alias))
}

/** An alias as people say it; an alias of the user's own as it is. */
export function aliasLabel(alias: string): string {
  switch (alias) {
    case 'champion':
    case 'challenger':
    case 'previous_champion':
      return text(`registry.${alias}`)
    default:
      return alias
  }
}

/** Metrics that tell most of a model, in order. */
export const MAIN_METRICS = ['mcc', 'auc', 'average_precision', 'f1', 'brier', 'calibration_error'] as const
