// The database thread as it is, and an end to it at a request: when a file `die-writer` or `die-reader` lies beside the
// registry. The order matters: whoever listens first hears first.
import './mortality.ts'
import '../../../src/main/db/worker.ts'
