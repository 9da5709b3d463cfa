/** What the user reads from the room `serving`. */
export const serving = {} as const
