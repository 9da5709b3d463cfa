import { z } from 'zod'
import { UserError } from './errors.ts'

/**
 * The address of a portal: scheme and host alone, since a data set's path would be left out without a word.
 *
 * @throws UserError `sources.portal.badAddress`
 */
export function parsePortalAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href) return url
  // What comes before the host or after the path may be a secret.
  throw new UserError('sources.portal.badAddress', { portal: url === undefined ? address : url.host + url.pathname })
}

export const portalAddressSchema = z.string().check(({ value, issues }) => {
  try {
    parsePortalAddress(value)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    issues.push({ code: 'custom', message: error.message, input: value })
  }
})
