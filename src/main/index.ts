import { start } from './app/start.ts'
import { isPackaged } from './platform/runtime-facts.ts'
import { verifyAndWait, verifyArguments } from './cli/verify-in-program.ts'

const verify = verifyArguments(process.argv, isPackaged())
if (verify === undefined) start()
else process.exit(verifyAndWait(new URL('./verify.js', import.meta.url), verify))
