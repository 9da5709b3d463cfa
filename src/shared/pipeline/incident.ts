/**
 * The columns of one incident of the portal's dataset `ijzp-q8t2`, by API name, with their DuckDB types: what every
 * source delivers and the stage Merge reads. The portal's own computed columns (`location`, `:@computed…`) are dropped.
 */
export const INCIDENT_COLUMNS = {
  id: 'BIGINT',
  case_number: 'VARCHAR',
  date: 'TIMESTAMP',
  block: 'VARCHAR',
  iucr: 'VARCHAR',
  primary_type: 'VARCHAR',
  description: 'VARCHAR',
  location_description: 'VARCHAR',
  arrest: 'BOOLEAN',
  domestic: 'BOOLEAN',
  beat: 'VARCHAR',
  district: 'VARCHAR',
  ward: 'INTEGER',
  community_area: 'INTEGER',
  fbi_code: 'VARCHAR',
  x_coordinate: 'DOUBLE',
  y_coordinate: 'DOUBLE',
  year: 'INTEGER',
  updated_on: 'TIMESTAMP',
  latitude: 'DOUBLE',
  longitude: 'DOUBLE',
} as const

export type IncidentColumn = keyof typeof INCIDENT_COLUMNS
