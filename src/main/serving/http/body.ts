import type { FastifyInstance } from 'fastify'
import { text } from '../../../shared/messages/index.ts'
import { invalid } from './problems.ts'

/**
 * Takes JSON bodies and no others. An empty one is undefined; one that does not parse is FastAPI's `json_invalid`. A key
 * `__proto__` becomes a plain property, which the schemas then refuse as unknown.
 */
export function addJsonBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    const source = body.toString()
    if (source === '') return done(null, undefined)
    try {
      done(null, JSON.parse(source))
    } catch (error) {
      done(invalid([invalidJson(error)]), undefined)
    }
  })
}

function invalidJson(error: unknown) {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined
  const loc = position === undefined ? ['body'] : ['body', Number(position)]
  return { loc, msg: text('serving.json_invalid'), type: 'json_invalid' }
}
