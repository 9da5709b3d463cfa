/** Why a value is refused: said after what it is the value of, or beside its field. */
export const invalid = {
  'invalid.number': { en: 'must be a number', es: 'debe ser un número' },
  'invalid.integer': { en: 'must be a whole number', es: 'debe ser un número entero' },
  'invalid.text': { en: 'must be text', es: 'debe ser texto' },
  'invalid.boolean': { en: 'must be true or false', es: 'debe ser true o false' },
  'invalid.list': { en: 'must be a list', es: 'debe ser una lista' },
  'invalid.object': { en: 'must be an object, like {example}', es: 'debe ser un objeto, como {example}' },
  'invalid.minimum': { en: 'must be at least {limit}', es: 'debe ser como mínimo {limit}' },
  'invalid.maximum': { en: 'must be at most {limit}', es: 'debe ser como máximo {limit}' },
  'invalid.above': { en: 'must be more than {limit}', es: 'debe ser más de {limit}' },
  'invalid.below': { en: 'must be less than {limit}', es: 'debe ser menos de {limit}' },
  'invalid.fewest': {
    en: 'must have at least {limit} [entry|entries]',
    es: 'debe tener al menos {limit} [elemento|elementos]',
  },
  'invalid.most': {
    en: 'must have at most {limit} [entry|entries]',
    es: 'debe tener como máximo {limit} [elemento|elementos]',
  },
  'invalid.shortest': {
    en: 'must have at least {limit} [character|characters]',
    es: 'debe tener al menos {limit} [carácter|caracteres]',
  },
  'invalid.longest': {
    en: 'must have at most {limit} [character|characters]',
    es: 'debe tener como máximo {limit} [carácter|caracteres]',
  },
  'invalid.choice': { en: 'must be one of {values}', es: 'debe ser uno de {values}' },
  'invalid.date': { en: 'must be a day like 2017-12-31', es: 'debe ser un día como 2017-12-31' },
  'invalid.address': {
    en: 'must be an address like https://data.example.org',
    es: 'debe ser una dirección como https://data.example.org',
  },
  'invalid.unknown': { en: 'knows no {names}', es: 'no conoce {names}' },
  'invalid.twice': { en: 'names the same twice', es: 'nombra lo mismo dos veces' },
  'invalid.or': { en: '{one}, or {other}', es: '{one}, o {other}' },
  'invalid.other': { en: 'has another form than what is wanted', es: 'no tiene la forma esperada' },
} as const
