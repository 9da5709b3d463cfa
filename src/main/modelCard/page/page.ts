import { currentLocale, type PlainCode, recordedText, text } from '../../../shared/messages/index.ts'
import type { Estimate } from '../../../shared/modelCard/modelCard.ts'
import { columnLabel, metricLabel, reasonWords } from '../../../shared/pipeline/columnWords.ts'
import type { VersionCard } from '../readCard.ts'
import { calibrationChart } from './charts.ts'
import { groupSections } from './groups.ts'
import { html, type Markup } from './markup.ts'
import { STYLE } from './style.ts'
import { cells, count, day, interval, number, share } from './values.ts'

/**
 * A card as one page, in the current language: no script, no outside resource, nothing that is not escaped; readable in
 * light and dark and on paper.
 */
export function cardPage(card: VersionCard): string {
  const { statements } = card
  const title = text('model_card.title', { model: card.model, version: String(card.version) })
  const page = html`<html lang="${currentLocale()}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="dim">${recordedText(`learner.${card.learner}`, {})} · ${text('model_card.made', {
    app: card.app_version,
    trained: day(card.trained_at),
    run: card.run_id,
  })}</p>
${card.generated ? html`<p class="warning" role="note">${text('model_card.generated')}</p>` : html``}
<div class="pair">
${section('model_card.use', sentences(statements.intended_use))}
${section('model_card.not', sentences(statements.not_for))}
</div>
${section('model_card.limits', sentences(statements.limits))}
<div class="pair">
${section('model_card.data', dataTable(card))}
${section('model_card.dropped', droppedTable(card))}
</div>
${section('model_card.metrics', metricsTable(card))}
${section('model_card.calibration', calibration(card))}
${section('model_card.groups', groupSections(card))}
${section('model_card.maturity', maturity(card))}
<div class="pair">
${section('model_card.inputs', html`<ol>${card.features.map((name) => html`<li>${columnLabel(name)} <small>${name}</small></li>`)}</ol>`)}
${section('model_card.params', facts(Object.entries(card.params).map(([name, value]) => [name, JSON.stringify(value)])))}
</div>
${section('model_card.recipe', html`<pre>${JSON.stringify(card.recipe, null, 2)}</pre>`)}
</main>
</body>
</html>`
  return `<!doctype html>\n${page.markup}\n`
}

function section(title: PlainCode, content: Markup): Markup {
  return html`<section><h2>${text(title)}</h2>${content}</section>`
}

function sentences(lines: string[]): Markup {
  return html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}

function facts(rows: (readonly [string, string])[]): Markup {
  return html`<table><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`
}

function dataTable({ data, overall }: VersionCard): Markup {
  return facts([
    [text('model_card.data.source'), data.label],
    [text('model_card.data.window'), `${day(data.from)} – ${day(data.to)}`],
    [text('model_card.data.train_rows'), count(data.train_rows)],
    [text('model_card.data.fitted_rows'), count(data.fitted_rows)],
    [text('model_card.data.test_rows'), count(data.test_rows)],
    [text('model_card.data.arrest_rate'), share(overall.arrest_rate)],
  ])
}

function droppedTable({ data: { dropped } }: VersionCard): Markup {
  if (dropped.length === 0) return html`<p>${text('model_card.dropped.none')}</p>`
  return facts(
    dropped.map(({ stage, reason, rows }) => [
      `${recordedText(`step.${stage}`, {})}: ${reasonWords(reason)}`,
      count(rows),
    ]),
  )
}

function metricsTable({ metrics, data, threshold }: VersionCard): Markup {
  const known: [string, Estimate][] = Object.entries(metrics.intervals)
  const others = Object.entries(metrics.values)
  return html`<table><thead>${cells('th', [text('model_card.metric'), text('experiments.value'), text('model_card.interval')])}</thead>
<tbody>${known.map(([name, estimate]) => cells('td', [metricLabel(name), number(estimate.value, 4), interval(estimate, 4)]))}
${others.map(([name, value]) => cells('td', [metricLabel(name), value === null ? '–' : number(value, 4), '']))}</tbody></table>
<p class="dim">${text('model_card.metrics.note', {
    resamples: metrics.resamples,
    rows: data.test_rows,
    threshold: number(threshold, 2),
  })}</p>`
}

function calibration({ calibration: bins }: VersionCard): Markup {
  const what = text('model_card.calibration.what', { bins: bins.length })
  const words = { x: text('column.Predicted probability'), y: text('column.Share of arrests'), summary: what }
  return html`<figure>${calibrationChart(bins, words)}<figcaption>${what}</figcaption></figure>
<div class="scroll"><table><thead>${cells('th', [words.x, words.y, text('model_card.interval'), text('model_card.group.rows')])}</thead>
<tbody>${bins.map(({ predicted, observed, low, high, rows }) =>
    cells('td', [number(predicted, 4), number(observed, 4), interval({ low, high }, 4), count(rows)]),
  )}</tbody></table></div>`
}

function maturity({ label_maturity: { weeks }, statements }: VersionCard): Markup {
  const columns = [
    text('model_card.maturity.week'),
    text('model_card.maturity.incidents'),
    text('model_card.group.arrest_rate'),
    text('model_card.maturity.age'),
    text('model_card.maturity.missing'),
  ]
  return html`<p>${statements.label_maturity}</p>
<table><thead>${cells('th', columns)}</thead><tbody>${weeks.map(({ from, incidents, arrest_rate, age_days, missing }) =>
    cells('td', [
      day(from),
      count(incidents),
      share(arrest_rate),
      age_days === null ? '–' : count(Math.round(age_days)),
      missing === null ? '–' : share(missing),
    ]),
  )}</tbody></table>`
}
