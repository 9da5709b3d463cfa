import { text } from '../../../shared/messages/index.ts'
import { pruneWords } from '../../training/tuning/trackedTrial.ts'
import type { TuningResult } from '../../training/tuning/tune.ts'
import { type Terminal, table } from './terminal.ts'

/** How many of the best trials are printed. */
const SHOWN = 10

/** A tuning as `--json` prints it, before what was trained then. */
export function describeTuning({ runId, learner: tuned, trials, best }: TuningResult) {
  return {
    run_id: runId,
    tuned,
    best_trial: best.number,
    best_params: best.params,
    trials: trials.map(({ number, params, state, foldScores, halfScore, score, pruned, elapsedMs }) => ({
      number,
      state,
      params,
      average_precision: state === 'COMPLETE' ? score : null,
      estimated_average_precision: state === 'PRUNED' ? score : null,
      folds: foldScores,
      half_of_fold_1: halfScore,
      reason: pruned === null ? null : pruneWords(pruned),
      elapsed_ms: Math.round(elapsedMs),
    })),
  }
}

/** A tuning for people: its best trials with their parameters. */
export function printTuning({ learner, trials, best }: TuningResult, terminal: Terminal): void {
  terminal.print()
  terminal.print(
    text('cli.tune.title', {
      ...{ trials: trials.length, learner, number: best.number },
      pruned: trials.filter(({ state }) => state === 'PRUNED').length,
      best: best.score!.toFixed(4),
      first: trials[0]?.score?.toFixed(4) ?? '–',
    }),
  )
  terminal.print()
  const names = Object.keys(best.params)
  const ranked = trials.filter(({ state }) => state === 'COMPLETE').sort((a, b) => b.score! - a.score!)
  const rows = ranked
    .slice(0, SHOWN)
    .map(({ number, score, params }) => [
      number,
      score!.toFixed(4),
      ...names.map((name) => valueWords(params[name] ?? null)),
    ])
  for (const line of table([text('table.trial'), 'AP', ...names], rows)) terminal.print(`  ${line}`)
}

function valueWords(value: number | string | null): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(3))) : (value ?? '–')
}
