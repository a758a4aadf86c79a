import { createHash } from 'node:crypto'
import { mkdir, open, type FileHandle, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '../../../shared/kit/app-error.ts'
import { type ByteSink, ZipWriter } from './zip-writer.ts'

/** A file of a pack, as the manifest lists it. */
export interface PackedFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/** A file of a pack that is being written. Several may be open at once. */
export interface PackEntry {
  /** Resolves when more may be given. @throws what the file system says, as its own error */
  write(bytes: Uint8Array): Promise<void>
  end(): Promise<PackedFile>
}

/** A pack that is being written beside its place, under another name. */
export interface PackWriter {
  /** The first one should be the largest: in a zip the others wait in files of their own until it has ended. */
  open(name: string): Promise<PackEntry>
  /** Puts the pack in its place, whole. Every entry has ended. */
  finish(): Promise<void>
  /** Leaves nothing behind. Does nothing once the pack is in its place. */
  abandon(): Promise<void>
}

/**
 * Begins a pack. Until `finish` there is nothing under its name, or what was there before; a folder must not be there.
 * @param file the zip or folder to be
 */
export async function createPackWriter(file: string, format: 'zip' | 'folder', atMs: number): Promise<PackWriter> {
  const partial = `${file}.${crypto.randomUUID().slice(0, 8)}.part`
  return format === 'zip' ? zipPack(file, partial, atMs) : folderPack(file, partial)
}

async function zipPack(file: string, partial: string, atMs: number): Promise<PackWriter> {
  const zip = await ZipWriter.create(partial, atMs)
  return {
    open: async (name) => hashed(name, await zip.open(name)),
    async finish() {
      await zip.finish()
      await rename(partial, file)
    },
    abandon: () => zip.abandon()
  }
}

async function folderPack(folder: string, partial: string): Promise<PackWriter> {
  await mkdir(partial)
  const handles = new Set<FileHandle>()
  return {
    async open(name) {
      const handle = await open(join(partial, name), 'wx')
      handles.add(handle)
      return hashed(name, {
        async write(bytes) {
          // `write` may take less than it is given
          for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten
        },
        async end() {
          await handle.sync()
          await handle.close()
          handles.delete(handle)
        }
      })
    },
    async finish() {
      // on Windows a folder that is there refuses this; on others an empty one is replaced
      await rename(partial, folder).catch((thrown: unknown) => {
        if (isThere(thrown)) throw new AppError('file-not-writable', { file: basename(folder), reason: 'exists' })
        throw thrown
      })
    },
    async abandon() {
      for (const handle of handles) await handle.close().catch(() => undefined)
      await rm(partial, { recursive: true, force: true })
    }
  }
}

function isThere(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOTEMPTY' || thrown.code === 'EEXIST')
}

function hashed(name: string, sink: ByteSink): PackEntry {
  const sha256 = createHash('sha256')
  let size = 0
  return {
    write(bytes) {
      sha256.update(bytes)
      size += bytes.length
      return sink.write(bytes)
    },
    async end() {
      await sink.end()
      return { name, bytes: size, sha256: sha256.digest('hex') }
    }
  }
}
