/** What the user reads from the room `learners`. */
export const learners = {} as const
