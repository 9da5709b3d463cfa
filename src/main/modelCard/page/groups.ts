import { text } from '../../../shared/messages/index.ts'
import {
  type CardGroup,
  type CardGrouping,
  type Estimate,
  GAP_SIZES,
  JUDGED_ROWS,
} from '../../../shared/modelCard/modelCard.ts'
import { groupColumns, groupingLabel, groupLabel } from '../../../shared/modelCard/modelCardGroups.ts'
import type { VersionCard } from '../readCard.ts'
import { gapChart } from './charts.ts'
import { html, type Markup } from './markup.ts'
import { cells, count, interval, number, share } from './values.ts'

/** Groups of a table of the page, and of a chart; the JSON has all. */
const CHARTED = 80

/** Performance and calibration by group: a chart and a table for each grouping, gaps marked. */
export function groupSections(card: VersionCard): Markup {
  const rule = text('model_card.groups.rule', {
    calibration: number(GAP_SIZES.calibration, 2),
    recall: number(GAP_SIZES.recall, 2),
    fpr: number(GAP_SIZES.false_positive_rate, 2),
    auc: number(GAP_SIZES.auc, 2),
    rows: JUDGED_ROWS,
  })
  return html`<p class="dim">${rule}</p>${card.groupings.map((grouping) => groupSection(grouping, card))}`
}

function groupSection({ by, groups }: CardGrouping, { overall, data }: VersionCard): Markup {
  const title = text('model_card.groups.by', { grouping: groupingLabel(by).toLowerCase() })
  const shown = groups.slice(0, CHARTED).map((group) => ({ label: groupLabel(by, group.value), group }))
  const whole = [
    text('model_card.groups.all'),
    count(data.test_rows),
    share(overall.arrest_rate),
    share(overall.mean_probability),
    number(overall.mean_probability - overall.arrest_rate, 3),
    ...[overall.recall, overall.false_positive_rate, overall.auc].map((value) =>
      value === null ? '–' : number(value, 3),
    ),
    '',
  ]
  return html`<h3>${title}</h3>
<figure>${gapChart(shown, text('model_card.groups.forest'))}<figcaption>${text('model_card.groups.forest')}</figcaption></figure>
<div class="scroll"><table><thead>${cells('th', groupColumns(by))}</thead><tbody>${cells('td', whole)}${shown.map(
    ({ label, group }) => groupRow(label, group),
  )}</tbody></table></div>`
}

function groupRow(label: string, group: CardGroup): Markup {
  const values = [count(group.rows), share(group.arrests / group.rows), share(group.mean_probability)]
  const measures = [group.calibration, group.recall, group.false_positive_rate, group.auc]
  const gaps = group.gaps.map((gap) => text(`model_card.gap.${gap}`)).join(', ')
  return html`<tr class="${gaps === '' ? '' : 'gap'}"><th scope="row">${label}</th>${values.map(
    (value) => html`<td>${value}</td>`,
  )}${measures.map(measured)}<td class="gaps">${gaps}</td></tr>`
}

function measured(estimate: Estimate | null): Markup {
  if (estimate === null) return html`<td>–</td>`
  return html`<td>${number(estimate.value, 3)}<small>${interval(estimate, 2)}</small></td>`
}
