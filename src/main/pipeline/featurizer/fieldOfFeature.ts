import { INCIDENT_COLUMNS } from '../../../shared/pipeline/incident.ts'

/** Stands for the coordinates, which only mean something together. */
export const PLACE = 'place'

/** Features that are made of a field whose name they do not begin with. */
const DERIVED: [prefix: string, field: string][] = [
  ['day_of_', 'date'],
  ['day_time', 'date'],
  ['season', 'date'],
  ['hour', 'date'],
  ['three_hours', 'date'],
  ['minute', 'date'],
  ['weekday', 'date'],
  ['month', 'date'],
  ['x_coordinate', PLACE],
  ['y_coordinate', PLACE],
  ['latitude', PLACE],
  ['longitude', PLACE],
  ['distance_crime_to_police_station', PLACE],
  ['nearest_police_station', PLACE],
]

const COLUMNS = Object.keys(INCIDENT_COLUMNS).sort((a, b) => b.length - a.length)

/** The field of an incident that a feature of one field is made of; the feature's own name where none is known. */
export function fieldOfFeature(feature: string): string {
  const derived = DERIVED.find(([prefix]) => feature.startsWith(prefix))
  if (derived !== undefined) return derived[1]
  return COLUMNS.find((column) => feature === column || feature.startsWith(`${column}_`)) ?? feature
}
