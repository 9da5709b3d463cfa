import { balance } from './balance.ts'
import { encode } from './encode.ts'
import { enrich } from './enrich.ts'
import { features } from './features.ts'
import { merge } from './merge.ts'
import { outliers } from './outliers.ts'
import { scale } from './scale.ts'
import { split } from './split.ts'

/** The stages between the raw months and the ml-ready sets, in their order. Each takes its own section of the recipe. */
export const stages = { merge, enrich, split, outliers, encode, scale, balance, features }
