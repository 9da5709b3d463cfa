import { z } from 'zod'
import { currentLocale, text } from '../../shared/messages/index.ts'
import type { Maturity, ModelCard } from '../../shared/modelCard/modelCard.ts'

/** What a card says in sentences, in the current language. */
export interface Statements {
  intended_use: string[]
  not_for: string[]
  limits: string[]
  label_maturity: string
}

const testedOverTime = z.looseObject({ split: z.looseObject({ strategy: z.literal('time') }) })

/** Intended use and limits of a model, as far as its card tells them. */
export function statementsOf({ recipe, groupings, generated, label_maturity }: ModelCard): Statements {
  const gaps = groupings.flatMap(({ groups }) => groups.filter((group) => group.gaps.length > 0)).length
  return {
    intended_use: [text('model_card.use.estimate'), text('model_card.use.analysis')],
    not_for: [text('model_card.not.individuals'), text('model_card.not.deployment'), text('model_card.not.causes')],
    limits: [
      ...(generated ? [text('model_card.generated')] : []),
      text('model_card.limit.reported'),
      text('model_card.limit.arrest'),
      text('model_card.limit.found'),
      text('model_card.limit.place'),
      text(testedOverTime.safeParse(recipe).success ? 'model_card.limit.time_test' : 'model_card.limit.random_test'),
      ...(gaps > 0 ? [text('model_card.limit.gaps', { groups: gaps })] : []),
    ],
    label_maturity: `${text('model_card.maturity.what')} ${aboutMaturity(label_maturity)}`,
  }
}

/** How well it is known how much the newest weeks understate arrests. */
function aboutMaturity({ status, as_of, refreshed, mature }: Maturity): string {
  const asOf = as_of ?? '–'
  switch (status) {
    case 'estimated':
      return text('model_card.maturity.estimated', { mature, as_of: asOf })
    case 'refreshed': {
      const share = new Intl.NumberFormat(currentLocale(), { style: 'percent' }).format(refreshed ?? 0)
      return text('model_card.maturity.refreshed', { refreshed: share, as_of: asOf })
    }
    case 'too_few':
      return text('model_card.maturity.too_few', { mature, as_of: asOf })
    case 'no_dates':
      return text('model_card.maturity.no_dates')
  }
}
