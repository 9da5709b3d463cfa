import type { ParamValue } from '../../shared/pipeline/tuningState.ts'
import { functionalAnova } from '../learners/tuning/importance.ts'
import { type Dimension, type Space, toUnit } from '../learners/tuning/space.ts'
import { type Trial, trialsWithScore } from '../learners/tuning/trial.ts'
import { type Figure, layout } from './figure.ts'

const SCORE = 'Average precision'
/** Lines of the parallel coordinates: the best trials. */
const MOST_LINES = 100
/** Ticks of an axis of whole numbers at most. */
const TICKS = 8
/** Trials that the importance is told from, so that it takes no longer than a blink. */
const MOST_FOR_IMPORTANCE = 200
/** Below so many complete or pruned trials nothing can be said of importance. */
const LEAST_FOR_IMPORTANCE = 10
const IMPORTANCE_SEED = 42

/** What a search found, as figures by name: `history`, `parallel_coordinates`, `importance` and `slice_<parameter>` each. */
export function tuningFigures(trials: readonly Trial[], space: Space): Record<string, Figure> {
  const scored = trialsWithScore(trials).sort((a, b) => a.number - b.number)
  if (scored.length === 0) return {}
  const figures: Record<string, Figure> = {
    tuning_history: history(scored),
    tuning_parallel_coordinates: parallelCoordinates(scored, space),
  }
  if (scored.length >= LEAST_FOR_IMPORTANCE) figures.tuning_importance = importance(scored, space)
  for (const dimension of space) figures[`tuning_slice_${dimension.name}`] = slice(scored, dimension)
  return figures
}

type Scored = Trial & { score: number }

/** The score of each trial, and the best so far. */
function history(trials: readonly Scored[]): Figure {
  const complete = trials.filter(({ state }) => state === 'COMPLETE')
  const pruned = trials.filter(({ state }) => state === 'PRUNED')
  const points = (of: readonly Scored[]) => ({ x: of.map(({ number }) => number), y: of.map(({ score }) => score) })
  let best = Number.NEGATIVE_INFINITY
  const soFar = complete.map(({ score }) => {
    best = Math.max(best, score)
    return best
  })
  return {
    data: [
      { type: 'scatter', mode: 'markers', name: 'complete', ...points(complete) },
      {
        type: 'scatter',
        mode: 'markers',
        name: 'pruned (estimate)',
        ...points(pruned),
        marker: { symbol: 'x-thin-open', size: 7 },
      },
      { type: 'scatter', mode: 'lines', name: 'best so far', x: points(complete).x, y: soFar, line: { shape: 'hv' } },
    ],
    layout: layout(
      { title: 'Optimisation history', x: 'Trial', y: SCORE },
      { xaxis: { tick0: 0, dtick: Math.ceil(trials.length / TICKS) }, yaxis: { range: rangeOf(trials) } },
    ),
  }
}

/**
 * A line a trial across one axis a parameter, the better the stronger its colour; a few very bad trials do not take the
 * whole scale. Built of plain lines: Plotly's own kind of trace needs code that is built at run time.
 */
function parallelCoordinates(trials: readonly Scored[], space: Space): Figure {
  const axes = [...space.map(({ name }) => name), SCORE]
  const [low, high] = shownScores(trials)
  const drawn = [...trials].sort((a, b) => a.score - b.score).slice(-MOST_LINES)
  const lines = drawn.map(({ number, params, score, state }) => {
    const shares = space.map((dimension) => shareOf(dimension, params[dimension.name] ?? null))
    const strength = Math.min(1, Math.max(0, (score - low) / (high - low || 1)))
    return {
      type: 'scatter',
      mode: 'lines',
      name: `trial ${number}`,
      x: axes,
      y: [...shares, strength],
      text: [...space.map(({ name }) => shownValue(params[name] ?? null)), score.toFixed(4)],
      hovertemplate: `%{x}: %{text}<extra>trial ${number}</extra>`,
      line: { width: state === 'COMPLETE' ? 2 : 1 },
      // The window's own scale of colours, by how good the trial is.
      meta: { strength },
      opacity: state === 'COMPLETE' ? 0.9 : 0.5,
    }
  })
  const ends = (which: 'low' | 'high') => [
    ...space.map((dimension) => endOf(dimension, which)),
    (which === 'low' ? low : high).toFixed(4),
  ]
  const annotations = (['low', 'high'] as const).flatMap((which) =>
    ends(which).map((label, k) => ({
      ...{ x: axes[k]!, y: which === 'low' ? -0.06 : 1.06, text: label, showarrow: false },
    })),
  )
  return {
    data: lines,
    layout: layout(
      { title: 'Parallel coordinates', x: '', y: '' },
      {
        showlegend: false,
        annotations,
        shapes: axes.map((_, k) => ({ type: 'line', x0: k, x1: k, y0: 0, y1: 1, line: { width: 1 } })),
        // What is drawn are places between two ends; people read the values.
        meta: {
          table: {
            columns: ['Trial', ...axes],
            rows: [...drawn]
              .reverse()
              .map(({ number, params, score }) => [number, ...space.map(({ name }) => params[name] ?? null), score]),
          },
        },
        xaxis: { type: 'category', showgrid: true },
        yaxis: { range: [-0.12, 1.12], showticklabels: false, showgrid: false, zeroline: false },
      },
    ),
  }
}

/** The share of the score's variance that each parameter explains alone (functional ANOVA). */
function importance(all: readonly Scored[], space: Space): Figure {
  const trials = all.slice(0, MOST_FOR_IMPORTANCE)
  const points = trials.map(({ params }) =>
    space.map((dimension) => shareOf(dimension, params[dimension.name] ?? null)),
  )
  // One trial with a learning rate of 0.001 would explain everything else away: what matters is among the usable ones.
  const [low] = shownScores(trials)
  const values = trials.map(({ score }) => Math.max(score, low))
  const shares = functionalAnova(points, values, IMPORTANCE_SEED)
  const rising = [...space.keys()].sort((a, b) => shares[a]! - shares[b]!)
  return {
    data: [{ type: 'bar', orientation: 'h', x: rising.map((k) => shares[k]!), y: rising.map((k) => space[k]!.name) }],
    layout: layout({
      title: 'Importance of the parameters (functional ANOVA)',
      x: 'Share of the variance of the score',
      y: '',
    }),
  }
}

/** The scores of the trials by one parameter. */
function slice(trials: readonly Scored[], dimension: Dimension): Figure {
  const { name } = dimension
  const series = (label: string, state: Trial['state']) => {
    const own = trials.filter((trial) => trial.state === state)
    return {
      type: 'scatter',
      mode: 'markers',
      name: label,
      x: own.map(({ params }) =>
        dimension.kind === 'choice' ? shownValue(params[name] ?? null) : (params[name] ?? null),
      ),
      y: own.map(({ score }) => score),
      ...(state === 'PRUNED' ? { marker: { symbol: 'x-thin-open', size: 7 } } : {}),
    }
  }
  const scale = dimension.kind === 'choice' ? { type: 'category' } : dimension.log ? { type: 'log' } : {}
  return {
    data: [series('complete', 'COMPLETE'), series('pruned (estimate)', 'PRUNED')],
    layout: layout(
      { title: `${SCORE} by ${name}`, x: name, y: SCORE },
      { xaxis: { title: { text: name }, ...scale }, yaxis: { title: { text: SCORE }, range: rangeOf(trials) } },
    ),
  }
}

/** From the worst score, but not further below the lower quartile than three times the quartiles' distance, to the best. */
function shownScores(trials: readonly Scored[]): [low: number, high: number] {
  const scores = trials.map(({ score }) => score).sort((a, b) => a - b)
  const at = (share: number) => scores[Math.floor(share * (scores.length - 1))]!
  return [Math.max(scores[0]!, at(0.25) - 3 * (at(0.75) - at(0.25))), scores.at(-1)!]
}

/** The scores that are shown, with some room around them. */
function rangeOf(trials: readonly Scored[]): [low: number, high: number] {
  const [low, high] = shownScores(trials)
  const margin = (high - low) * 0.04 || 0.001
  return [low - margin, high + margin]
}

/** Where a value lies in its dimension, 0-1; choices are spread evenly. */
function shareOf(dimension: Dimension, value: ParamValue): number {
  const unit = toUnit(dimension, value) ?? 0
  return dimension.kind === 'choice' ? unit / Math.max(1, dimension.choices.length - 1) : unit
}

function endOf(dimension: Dimension, which: 'low' | 'high'): string {
  if (dimension.kind === 'choice')
    return shownValue((which === 'low' ? dimension.choices[0] : dimension.choices.at(-1))!)
  return String(dimension[which])
}

function shownValue(value: ParamValue): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value ?? '∞')
}
