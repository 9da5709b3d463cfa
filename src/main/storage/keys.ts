const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._=+-]*$/
const MAX_KEY_BYTES = 900
const MAX_SEGMENT_BYTES = 200

/**
 * Whether `key` names an object: `/`-separated segments of ASCII letters, digits and `._=+-` that neither begin with a
 * dot, dash or plus nor end with a dot, so that every file system and every S3 server takes it as it is.
 */
export function isKey(key: string): boolean {
  return key.length > 0 && key.length <= MAX_KEY_BYTES && key.split('/').every(isSegment)
}

function isSegment(segment: string): boolean {
  return SEGMENT.test(segment) && !segment.endsWith('.') && segment.length <= MAX_SEGMENT_BYTES
}

/** The key itself; a RangeError when it is none. Keys come from the program, so a bad one is a bug, not the user's. */
export function checkKey(key: string): string {
  if (!isKey(key)) throw new RangeError(`not an object key: ${JSON.stringify(key)}`)
  return key
}

/** The prefix itself (a string prefix of keys, as on S3: '' is all of them); a RangeError when no key can begin so. */
export function checkPrefix(prefix: string): string {
  if (prefix !== '' && !isKey(`${prefix}x`)) throw new RangeError(`not a prefix of keys: ${JSON.stringify(prefix)}`)
  return prefix
}
