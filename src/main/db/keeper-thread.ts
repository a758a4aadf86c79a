import { AppError } from '../../shared/kit/app-error.ts'
import { checkArchiveFile } from './archive/check-archive-file.ts'
import type { WorkerRequest } from './messages.ts'
import { Salvage } from './salvage/salvage.ts'
import type { RequestHandler } from './serve-requests.ts'
import { toDatabaseError } from './sqlite-errors.ts'

/** What a keeper thread does: long looks at archive files that nobody has open, which hold up neither reader nor writer. */
export class KeeperThread implements RequestHandler {
  #salvage: { readonly file: string; readonly work: Salvage } | undefined

  handle(request: WorkerRequest): unknown {
    switch (request.op) {
      case 'checkArchive':
        return guarded(request.file, () => checkArchiveFile(request.file, request.organizationId))
      case 'salvage':
        return guarded(request.file, () => this.#step(request))
      case 'close':
        return undefined
      default:
        throw new AppError('invalid-input', { field: 'op' })
    }
  }

  closeAll(): void {
    this.#salvage?.work.close()
    this.#salvage = undefined
  }

  #step({ file, step }: Extract<WorkerRequest, { readonly op: 'salvage' }>): unknown {
    if (step.kind === 'begin') {
      this.closeAll()
      this.#salvage = { file, work: new Salvage(file, step.backup) }
      return this.#salvage.work.overview()
    }
    if (step.kind === 'end') return this.closeAll()
    if (this.#salvage?.file !== file) throw new AppError('invalid-input', { field: 'step' })
    return this.#salvage.work.rows(step.place)
  }
}

function guarded<Value>(file: string, work: () => Value): Value {
  try {
    return work()
  } catch (thrown) {
    throw toDatabaseError(thrown, file)
  }
}
