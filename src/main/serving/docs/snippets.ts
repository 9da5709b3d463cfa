import { EXAMPLE_INCIDENT, exampleCurl } from './examples.ts'

/** Requests to paste into a shell and into programs. The key is named, never written out. */
export function snippets(address: string, { withKey }: { withKey: boolean }) {
  const incident = JSON.stringify(EXAMPLE_INCIDENT, null, 2)
  return {
    curl: exampleCurl(address, { withKey, onLines: true }),
    python: python(address, incident, withKey),
    javascript: javascript(address, incident, withKey),
  }
}

function python(address: string, incident: string, withKey: boolean): string {
  const literal = incident
    .replace(/\bfalse\b/g, 'False')
    .replace(/\btrue\b/g, 'True')
    .replace(/\bnull\b/g, 'None')
  const key = withKey ? `\n        "X-API-Key": os.environ["API_KEY"],` : ''
  return `import json${withKey ? '\nimport os' : ''}
from urllib.request import Request, urlopen

incident = ${literal}

request = Request(
    "${address}/predict",
    data=json.dumps(incident).encode(),
    headers={
        "Content-Type": "application/json",${key}
    },
)
with urlopen(request) as response:
    print(json.load(response))
`
}

function javascript(address: string, incident: string, withKey: boolean): string {
  const key = withKey ? `, 'X-API-Key': process.env.API_KEY` : ''
  return `const incident = ${incident}

const response = await fetch('${address}/predict', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json'${key} },
  body: JSON.stringify(incident),
})
console.log(await response.json())
`
}
