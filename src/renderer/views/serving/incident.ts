import type { IncidentField } from '../../../shared/serving/prediction.ts'

/** What the form holds, as it was typed. */
export type Typed = Partial<Record<IncidentField, string>>

/** Fields that are chosen among the training data's own values. */
export const CHOICES = [
  'iucr',
  'primary_type',
  'location_description',
  'block',
  'fbi_code',
  'district',
  'beat',
  'ward',
  'community_area',
] as const

const WHOLE: ReadonlySet<string> = new Set(['ward', 'community_area'])
const NUMBERS: ReadonlySet<string> = new Set(['x_coordinate', 'y_coordinate'])

/** The typed values as the API takes them; what is empty is left out. */
export function instanceOf(typed: Typed): Record<string, string | number | boolean> {
  const filled = Object.entries(typed).filter(([, value]) => value.trim() !== '')
  return Object.fromEntries(
    filled.map(([field, value]) => {
      if (field === 'domestic') return [field, value === 'true']
      if (WHOLE.has(field) || NUMBERS.has(field)) {
        const number = Number(value)
        return [field, Number.isFinite(number) ? number : value]
      }
      if (field === 'date') return [field, value.length === 16 ? `${value}:00` : value]
      return [field, value]
    }),
  )
}
