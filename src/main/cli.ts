#!/usr/bin/env node
import { runCli } from './shells/cli/main.ts'

process.exitCode = await runCli(process.argv)
