import { INCIDENT_COLUMNS, type IncidentColumn } from '../../src/shared/pipeline/incident.ts'

/** One incident as the portal's API delivers it: text, or a boolean; a field without a value is missing. */
export type ApiIncident = { ':id': string } & Partial<Record<IncidentColumn, string | boolean>>

const CRIMES = [
  { iucr: '0810', type: 'THEFT', description: 'OVER $500', fbi: '06', arrest: 0.05 },
  { iucr: '0486', type: 'BATTERY', description: 'DOMESTIC BATTERY SIMPLE', fbi: '08B', arrest: 0.2 },
  { iucr: '1320', type: 'CRIMINAL DAMAGE', description: 'TO VEHICLE', fbi: '14', arrest: 0.03 },
  { iucr: '1811', type: 'NARCOTICS', description: 'POSS: CANNABIS 30GMS OR LESS', fbi: '18', arrest: 0.999 },
  { iucr: '502P', type: 'OTHER OFFENSE', description: 'FALSE/STOLEN/ALTERED TRP', fbi: '26', arrest: 0.6 },
  { iucr: '0110', type: 'HOMICIDE', description: 'FIRST DEGREE MURDER', fbi: '01A', arrest: 0.2 },
]
const LOCATIONS = ['STREET', 'RESIDENCE', 'APARTMENT', 'SIDEWALK', 'VEHICLE - OTHER, "RIDE SHARE"', undefined]

/** The columns' names in the portal's downloads. */
const TITLES: Record<IncidentColumn, string> = {
  id: 'ID',
  case_number: 'Case Number',
  date: 'Date',
  block: 'Block',
  iucr: 'IUCR',
  primary_type: 'Primary Type',
  description: 'Description',
  location_description: 'Location Description',
  arrest: 'Arrest',
  domestic: 'Domestic',
  beat: 'Beat',
  district: 'District',
  ward: 'Ward',
  community_area: 'Community Area',
  fbi_code: 'FBI Code',
  x_coordinate: 'X Coordinate',
  y_coordinate: 'Y Coordinate',
  year: 'Year',
  updated_on: 'Updated On',
  latitude: 'Latitude',
  longitude: 'Longitude',
}

const columns = Object.keys(INCIDENT_COLUMNS) as IncidentColumn[]

/** Uniform numbers in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * `count` invented incidents between two days (the second exclusive), in the portal's shape and with its gaps: some
 * without coordinates, some without a location. The same seed gives the same incidents.
 */
export function generateIncidents(
  count: number,
  seed: number,
  { from = '2017-01-01', to = '2018-01-01' }: { from?: string; to?: string } = {},
): ApiIncident[] {
  const random = seededRandom(seed)
  const start = Date.parse(`${from}T00:00:00Z`)
  const seconds = (Date.parse(`${to}T00:00:00Z`) - start) / 1000
  return Array.from({ length: count }, (_, i) => {
    const crime = CRIMES[Math.floor(random() ** 2 * CRIMES.length)]!
    const at = start + Math.floor(random() * seconds) * 1000
    const district = 1 + Math.floor(random() * 22)
    const located = random() > 0.02
    const longitude = -87.85 + random() * 0.3
    const latitude = 41.65 + random() * 0.37
    const location = LOCATIONS[Math.floor(random() * LOCATIONS.length)]
    const incident: ApiIncident = {
      ':id': `row-${Math.floor(random() * 2 ** 32)
        .toString(36)
        .padStart(7, '0')}.${i.toString(36)}`,
      id: String(10_000_000 + i),
      case_number: `JA${100_000 + i}`,
      date: apiTime(at),
      block: `0${district}XX W EXAMPLE ST`,
      iucr: crime.iucr,
      primary_type: crime.type,
      description: crime.description,
      arrest: random() < crime.arrest,
      domestic: random() < 0.15,
      beat: `${String(district).padStart(2, '0')}1${1 + (i % 3)}`,
      district: String(district).padStart(3, '0'),
      ward: String(1 + Math.floor(random() * 50)),
      community_area: String(1 + Math.floor(random() * 77)),
      fbi_code: crime.fbi,
      year: from.slice(0, 4),
      updated_on: apiTime(at + 7 * 86_400_000),
    }
    if (location !== undefined) incident.location_description = location
    if (located) {
      incident.x_coordinate = String(Math.round(1_131_000 + (longitude + 87.85) * 272_000))
      incident.y_coordinate = String(Math.round(1_815_000 + (latitude - 41.65) * 364_000))
      incident.latitude = latitude.toFixed(9)
      incident.longitude = longitude.toFixed(9)
    }
    return incident
  })
}

/** Milliseconds of UTC as the API's floating timestamp, `2017-01-31T23:59:00.000`. */
export function apiTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 23)
}

/** Incidents as the portal's CSV: with the API's headers and dates, or with those of its download button. */
export function toPortalCsv(
  incidents: ApiIncident[],
  style: 'api' | 'title',
  only: IncidentColumn[] = columns,
): string {
  const header = only.map((column) => (style === 'title' ? TITLES[column] : column))
  const rows = incidents.map((incident) => only.map((column) => csvField(column, incident[column], style)))
  return `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`
}

function csvField(column: IncidentColumn, value: string | boolean | undefined, style: 'api' | 'title'): string {
  if (value === undefined) return ''
  const text = style === 'title' && INCIDENT_COLUMNS[column] === 'TIMESTAMP' ? american(String(value)) : String(value)
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** `2017-01-31T23:59:00.000` → `01/31/2017 11:59:00 PM` */
function american(time: string): string {
  const hour = Number(time.slice(11, 13))
  const twelve = String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, '0')
  return `${time.slice(5, 7)}/${time.slice(8, 10)}/${time.slice(0, 4)} ${twelve}${time.slice(13, 19)} ${hour < 12 ? 'AM' : 'PM'}`
}
