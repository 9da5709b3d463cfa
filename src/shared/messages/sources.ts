/** What the user reads from the room `sources`. */
export const sources = {} as const
