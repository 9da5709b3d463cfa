/**
 * Reads delimited text as RFC 4180 has it (quoted fields, doubled quotes, line breaks in quotes), rows of fields.
 * For headers and small tables; the incidents themselves go through DuckDB.
 */
export function parseCsv(content: string, delimiter = ','): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let quoted = false
  const endRow = () => {
    row.push(field)
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
    field = ''
  }
  for (let at = content.charCodeAt(0) === 0xfeff ? 1 : 0; at < content.length; at++) {
    const character = content[at]
    if (quoted) {
      if (character !== '"') field += character
      else if (content[at + 1] === '"') field += content[at++]
      else quoted = false
    } else if (character === '"') quoted = true
    else if (character === delimiter) {
      row.push(field)
      field = ''
    } else if (character === '\n') endRow()
    else if (character !== '\r') field += character
  }
  endRow()
  return rows
}

/** A column's name in the API's style: `Location Description` and `location_description` are the same column. */
export function columnName(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
}
