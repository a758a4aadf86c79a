import { z } from 'zod'

// A page's content security policy forbids code made from text. zod tries that once while its schemas are declared, which
// the page would report as a breach; import this first where that policy holds.
z.config({ jitless: true })
