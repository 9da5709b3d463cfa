import type { Incident } from '../../../shared/serving/prediction.ts'

/** Taken so that a row of the portal can be sent as it is, and used by no model: `arrest` would even be the answer. */
const NOT_KEPT = ['case_number', 'description', 'arrest', 'year', 'updated_on', 'location'] as const

/** The fields of an incident as the log of predictions keeps them, as JSON. Its id has a column of its own. */
export function incidentJson(incident: Incident): string {
  if (!NOT_KEPT.some((field) => field in incident) && !('id' in incident)) return JSON.stringify(incident)
  const { case_number, description, arrest, year, updated_on, location, id, ...kept } = incident
  return JSON.stringify(kept)
}
