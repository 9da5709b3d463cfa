import { describe, expect, it } from 'vitest'
import { predictionSchema } from '../../../src/shared/serving/prediction.ts'
import { FEATURES, logisticChampion, REQUIRED } from './logisticChampion.ts'
import { get, holding, post, serve } from './support.ts'

describe('GET /docs', () => {
  it('loads whole from this server: every script, style and image of the page is its own', async () => {
    const server = await serve()
    for (const path of ['/docs', '/docs/']) {
      const page = await fetch(server.address + path)
      expect(page.status).toBe(200)
      const html = await page.text()
      const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(
        ([, link]) => new URL(link!, server.address + path),
      )
      expect(links.length).toBeGreaterThan(4)
      for (const link of links) {
        expect(link.origin).toBe(server.address)
        const response = await fetch(link)
        expect([link.pathname, response.status]).toEqual([link.pathname, 200])
        await response.arrayBuffer()
      }
      expect(html).not.toMatch(/<script>|<script [^>]*>[^<\s]|on\w+="/)
    }
  })

  it('forbids the page every other host, scripts made at run time, and frames', async () => {
    const policy = (await fetch(`${(await serve()).address}/docs`)).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/https?:|unsafe-eval|\*/)
  })

  it('asks no validator of another host about its document', async () => {
    const script = await (await fetch(`${(await serve()).address}/docs/static/swagger-initializer.js`)).text()
    expect(script).toContain('validatorUrl: null')
    expect(script).not.toMatch(/https?:\/\/(?!stackoverflow)/)
  })
})

describe('GET /openapi.json', () => {
  it('tells the features of the champion and what an incident needs', async () => {
    const server = await serve()
    const { status, body } = await get(server, '/openapi.json')
    expect(status).toBe(200)
    expect(body.openapi).toBe('3.1.0')
    const { Features, Incident } = body.components.schemas
    expect(Features.required).toEqual(FEATURES)
    expect(Features.additionalProperties).toBe(false)
    expect(Incident.required).toEqual(REQUIRED.filter((field) => !field.endsWith('coordinate')))
    expect(body).toEqual((await get(server, '/docs/json')).body)
  })

  it('has examples that can be pasted', async () => {
    const server = await serve()
    const { body } = await get(server, '/openapi.json')
    for (const path of ['/predict', '/predict/batch']) {
      const { examples } = body.paths[path].post.requestBody.content['application/json']
      expect(Object.keys(examples).length).toBeGreaterThan(0)
      for (const { value } of Object.values<{ value: unknown }>(examples)) {
        expect((await post(server, path, value)).status).toBe(200)
      }
    }
    const { Features, Incident } = body.components.schemas
    for (const value of [...Features.examples, ...Incident.examples]) {
      expect(predictionSchema.parse((await post(server, '/predict', value)).body).model_version).toBe('1')
    }
  })

  it('has no reference that leads nowhere', async () => {
    for (const champion of [undefined, logisticChampion('1')]) {
      const { body } = await get(await serve({ champion: holding(champion) }), '/openapi.json')
      for (const [, name] of JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
        expect(body.components.schemas).toHaveProperty(name!)
      }
    }
  })
})
