/** Position in feet (US survey), Illinois State Plane East, NAD83 (EPSG:3435). */
export interface PlanePoint {
  x: number
  y: number
}

// EPSG:3435: transverse Mercator on GRS 80.
const SEMI_MAJOR_METRES = 6_378_137
const FLATTENING = 1 / 298.257222101
const ORIGIN_LATITUDE = radians(36 + 40 / 60)
const CENTRAL_MERIDIAN = radians(-(88 + 20 / 60))
const SCALE = 0.999975
const FALSE_EASTING_METRES = 300_000
const METRES_PER_FOOT = 1200 / 3937

const e2 = FLATTENING * (2 - FLATTENING)
const secondE2 = e2 / (1 - e2)
const originArc = meridianArc(ORIGIN_LATITUDE)

/**
 * Projects degrees (NAD83; WGS 84 differs by about a metre) to feet, by the series of Snyder, "Map Projections: A
 * Working Manual" (USGS 1987), equations 8-9 and 8-10: exact to a millimetre within the state.
 */
export function projectToIllinoisEast(latitude: number, longitude: number): PlanePoint {
  const phi = radians(latitude)
  const sine = Math.sin(phi)
  const cosine = Math.cos(phi)
  const n = SEMI_MAJOR_METRES / Math.sqrt(1 - e2 * sine * sine)
  const t = Math.tan(phi) ** 2
  const c = secondE2 * cosine * cosine
  const a = (radians(longitude) - CENTRAL_MERIDIAN) * cosine
  const east = a + ((1 - t + c) * a ** 3) / 6 + ((5 - 18 * t + t * t + 72 * c - 58 * secondE2) * a ** 5) / 120
  const north =
    (a * a) / 2 +
    ((5 - t + 9 * c + 4 * c * c) * a ** 4) / 24 +
    ((61 - 58 * t + t * t + 600 * c - 330 * secondE2) * a ** 6) / 720
  return {
    x: (FALSE_EASTING_METRES + SCALE * n * east) / METRES_PER_FOOT,
    y: (SCALE * (meridianArc(phi) - originArc + n * Math.tan(phi) * north)) / METRES_PER_FOOT,
  }
}

/** Metres along the meridian from the equator (Snyder 3-21). */
function meridianArc(phi: number): number {
  const e4 = e2 * e2
  const e6 = e4 * e2
  return (
    SEMI_MAJOR_METRES *
    ((1 - e2 / 4 - (3 * e4) / 64 - (5 * e6) / 256) * phi -
      ((3 * e2) / 8 + (3 * e4) / 32 + (45 * e6) / 1024) * Math.sin(2 * phi) +
      ((15 * e4) / 256 + (45 * e6) / 1024) * Math.sin(4 * phi) -
      ((35 * e6) / 3072) * Math.sin(6 * phi))
  )
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
