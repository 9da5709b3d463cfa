// The least that fastify can do for a request of the endpoint's shape: its own validation of the body and serialization
// of the answer, no model, no log, no limits. `node bench/bareFastify.mjs PORT FEATURE…`
import fastify from 'fastify'

const [port, ...features] = process.argv.slice(2)
const numbers = (names) => Object.fromEntries(names.map((name) => [name, { type: 'number' }]))
const body = { type: 'object', required: features, properties: numbers(features) }
const answer = { type: 'object', properties: numbers(['probability']) }

const app = fastify()
app.get('/docs', () => 'none')
app.post('/predict', { schema: { body, response: { 200: answer } } }, async () => ({ probability: 0.5 }))
await app.listen({ port: Number(port) })
