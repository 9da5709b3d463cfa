import type { Command } from 'commander'
import type { CommandContext } from '../program.ts'
export function addPredictCommand(_program: Command, _context: CommandContext): void {}
