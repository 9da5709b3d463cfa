import { currentLocale, inLanguage, type Locale, text } from '../../../shared/messages/index.ts'
import {
  type DistributionDrift,
  type DriftReport,
  PERFORMANCE_METRICS,
  type Performance,
  type ScoredInterval,
} from '../../../shared/monitoring/drift.ts'
import {
  caveats,
  describeCompared,
  describeFinding,
  fieldWords,
  levelChange,
  levelWords,
  measureWords,
  missingWords,
  pWords,
  scoreWords,
  verdictWords,
} from '../../../shared/monitoring/driftWords.ts'
import { appVersion } from '../../version.ts'
import { STYLE } from './style.ts'
import { escaped, histogramSvg, monthsSvg } from './svg.ts'

/** Where the page of a language is kept with a check's run. */
export function reportPath(locale: Locale): string {
  return locale === 'en' ? 'report.html' : `report.${locale}.html`
}

/** The pages of a report in all languages, by path. */
export function htmlReports(report: DriftReport): Record<string, string> {
  const locales: Locale[] = ['en', 'es']
  return Object.fromEntries(locales.map((locale) => [reportPath(locale), inLanguage(locale, () => htmlReport(report))]))
}

/** A report as one web page without any other file, in the language of now: to be sent, kept or printed. */
export function htmlReport(report: DriftReport): string {
  const { model, verdict, findings, inputs, features, predictions } = report
  const title = text('drift.title', { model: model.name, version: String(model.version) })
  const newLevels = inputs.filter(({ newLevels }) => newLevels.length > 0)
  return `<!doctype html>
<html lang="${currentLocale()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(describeCompared(report))}</p>
<section class="verdict ${verdict}">
<h2>${escaped(verdictWords(verdict))}</h2>
<p>${escaped(text(`drift.verdict.${verdict}.why`))}</p>
${list(findings.length === 0 ? [text('drift.none')] : findings.map(describeFinding))}
</section>
${list(caveats(report), 'notes')}
${performanceSection(report)}
${predictions === null ? '' : section('drift.predictions', columnTable([predictions]))}
${inputs.length === 0 ? '' : section('drift.inputs', columnTable(byDistance(inputs)))}
${newLevels.length === 0 ? '' : section('drift.new_levels', newLevelTable(newLevels))}
${features.length === 0 ? '' : section('drift.features', columnTable(byDistance(features)))}
<p class="notes">${escaped(text('drift.how'))}</p>
<footer>Arrest Workbench ${escaped(appVersion)}</footer>
</main>
</body>
</html>
`
}

type SectionTitle = 'drift.predictions' | 'drift.inputs' | 'drift.features' | 'drift.new_levels' | 'drift.performance'

function section(title: SectionTitle, content: string): string {
  return `<section><h2>${escaped(text(title))}</h2>${content}</section>`
}

function list(lines: readonly string[], kind = ''): string {
  return `<ul class="${kind}">${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`
}

/** What is farthest from its training data first. */
function byDistance(columns: readonly DistributionDrift[]): DistributionDrift[] {
  const ratio = ({ decision }: DistributionDrift) => (decision === null ? -1 : decision.value / decision.threshold)
  return columns.toSorted((a, b) => ratio(b) - ratio(a))
}

function columnTable(columns: readonly DistributionDrift[]): string {
  const header = [
    ...(['drift.field', 'drift.distribution', 'drift.measure'] as const),
    ...(['drift.distance', 'drift.limit', 'drift.p', 'drift.missing', 'drift.most'] as const),
  ]
  const rows = columns.map((column) => {
    const { decision, moved, levels, name } = column
    const number = (value: string) => `<td class="number">${escaped(value)}</td>`
    const picture = histogramSvg(column.histogram, { width: 168, height: 40, label: fieldWords(column) })
    return `<tr class="${moved ? 'moved' : ''}">
<th scope="row">${escaped(fieldWords(column))}</th>
<td>${picture}</td>
<td>${escaped(measureWords(column))}${moved ? ` <strong>${escaped(text('drift.moved'))}</strong>` : ''}</td>
${number(decision === null ? '' : scoreWords(decision.value))}
${number(decision === null ? '' : scoreWords(decision.threshold))}
${number(decision === null ? '' : pWords(decision.p))}
${number(missingWords(column))}
<td class="levels">${levels
      .slice(0, 3)
      .map((level) => escaped(levelChange(name, level)))
      .join('<br>')}</td>
</tr>`
  })
  const key = `<p class="key"><span class="training"></span>${escaped(text('drift.reference'))} <span class="now"></span>${escaped(text('drift.current'))}</p>`
  return `${key}<table><thead><tr>${header.map((code) => `<th scope="col">${escaped(text(code))}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function newLevelTable(columns: readonly DistributionDrift[]): string {
  const rows = columns.map(
    (column) =>
      `<tr><th scope="row">${escaped(fieldWords(column))}</th><td class="number">${column.newRows}</td><td>${escaped(
        column.newLevels.map(({ level, rows }) => `${levelWords(column.name, level)} (${rows})`).join(', '),
      )}</td></tr>`,
  )
  const header = [text('drift.field'), text('drift.rows'), text('drift.new_levels')]
  return `<table><thead><tr>${header.map((title) => `<th scope="col">${escaped(title)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function performanceSection({ performance }: DriftReport): string {
  if (performance === null) return ''
  const { months, referenceMonths, reference, current } = performance
  const charts = PERFORMANCE_METRICS.map((metric) => {
    const label = text('drift.figure.performance', { metric: text(`drift.metric.${metric}`) })
    return `<figure><figcaption>${escaped(label)}</figcaption>${monthsSvg(metric, months, referenceMonths, { width: 420, height: 120, label })}</figure>`
  })
  const score = ({ value, low, high }: ScoredInterval) =>
    `<td class="number">${scoreWords(value)} <small>${scoreWords(low)}–${scoreWords(high)}</small></td>`
  const row = (name: string, scores: Performance) =>
    `<tr><th scope="row">${escaped(name)}</th><td class="number">${scores.rows}</td><td class="number">${scores.arrests}</td>${PERFORMANCE_METRICS.map((metric) => score(scores[metric])).join('')}</tr>`
  const header = [
    ...(['drift.month', 'drift.rows', 'drift.arrests'] as const),
    ...PERFORMANCE_METRICS.map((metric) => `drift.metric.${metric}` as const),
  ]
  const rows = [
    ...(reference === null ? [] : [row(text('drift.same_months'), reference)]),
    ...(current === null ? [] : [row(text('drift.all_months'), current)]),
    ...months.map((month) => row(month.maturing ? `${month.month} *` : month.month, month)),
  ]
  const table = `<table><thead><tr>${header.map((code) => `<th scope="col">${escaped(text(code))}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
  return section(
    'drift.performance',
    `<div class="charts">${charts.join('')}</div>${table}<p class="notes">${escaped(text('drift.intervals'))}</p>`,
  )
}
