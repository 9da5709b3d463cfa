import type { Incident } from '../../../shared/serving/prediction.ts'
import type { Champion } from '../champion/champion.ts'

/** An invented theft on a street of the Near North Side, with every field that a model may ask for. */
export const EXAMPLE_INCIDENT = {
  date: '2018-01-15T14:30:00',
  iucr: '0820',
  primary_type: 'THEFT',
  location_description: 'STREET',
  domestic: false,
  x_coordinate: 1176000,
  y_coordinate: 1904500,
  district: '018',
  beat: '1831',
  ward: 42,
  community_area: 8,
  fbi_code: '06',
  block: '001XX W ERIE ST',
} satisfies Incident

/** The example incident as this champion's features, by name. */
export function exampleFeatures(champion: Champion): Record<string, number> {
  const values = champion.featurize(EXAMPLE_INCIDENT)
  return Object.fromEntries(champion.features.map((name, k) => [name, values[k]!]))
}

/**
 * A request to paste into a shell, on one line or on several; `address` as `http://127.0.0.1:8800`. The key is named,
 * never written out.
 */
export function exampleCurl(
  address: string,
  { withKey = false, onLines = false }: { withKey?: boolean; onLines?: boolean } = {},
): string {
  return [
    `curl -s ${address}/predict`,
    `-H 'Content-Type: application/json'`,
    ...(withKey ? ['-H "X-API-Key: $API_KEY"'] : []),
    `-d '${JSON.stringify(EXAMPLE_INCIDENT, null, onLines ? 2 : undefined)}'`,
  ].join(onLines ? ' \\\n  ' : ' ')
}
