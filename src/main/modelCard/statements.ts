import { z } from 'zod'
import { currentLocale, text } from '../../shared/messages/index.ts'
import type { Maturity, ModelCard } from '../../shared/modelCard.ts'

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
    intended_use: [text('card.use.estimate'), text('card.use.analysis')],
    not_for: [text('card.not.individuals'), text('card.not.deployment'), text('card.not.causes')],
    limits: [
      ...(generated ? [text('card.generated')] : []),
      text('card.limit.reported'),
      text('card.limit.arrest'),
      text('card.limit.found'),
      text('card.limit.place'),
      text(testedOverTime.safeParse(recipe).success ? 'card.limit.time_test' : 'card.limit.random_test'),
      ...(gaps > 0 ? [text('card.limit.gaps', { groups: gaps })] : []),
    ],
    label_maturity: `${text('card.maturity.what')} ${aboutMaturity(label_maturity)}`,
  }
}

/** How well it is known how much the newest weeks understate arrests. */
function aboutMaturity({ status, as_of, refreshed, mature }: Maturity): string {
  const asOf = as_of ?? '–'
  switch (status) {
    case 'estimated':
      return text('card.maturity.estimated', { mature, as_of: asOf })
    case 'refreshed': {
      const share = new Intl.NumberFormat(currentLocale(), { style: 'percent' }).format(refreshed ?? 0)
      return text('card.maturity.refreshed', { refreshed: share, as_of: asOf })
    }
    case 'too_few':
      return text('card.maturity.too_few', { mature, as_of: asOf })
    case 'no_dates':
      return text('card.maturity.no_dates')
  }
}
