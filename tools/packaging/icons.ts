// Draws every icon from resources/icon.svg. Run after the drawing changed; the results are committed, because not every
// machine that builds has these programs (Debian: librsvg2-bin, icoutils, icnsutils).
//   node tools/packaging/icons.ts
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inProject } from '../kit/paths.ts'

const drawing = inProject('resources', 'icon.svg')
const folder = inProject('resources', 'icons')
// names that freedesktop icon themes and electron-builder both understand
const sizes = [16, 24, 32, 48, 64, 128, 256, 512]

const draw = (size: number, file: string): string => {
  execFileSync('rsvg-convert', ['-w', String(size), '-h', String(size), drawing, '-o', file])
  return file
}

mkdirSync(folder, { recursive: true })
const files = new Map(sizes.map((size) => [size, draw(size, path.join(folder, `${size}x${size}.png`))]))
const of = (...wanted: number[]): string[] => wanted.map((size) => files.get(size) ?? '')

execFileSync('icotool', [
  '-c',
  '-o',
  inProject('resources', 'icon.ico'),
  ...of(16, 24, 32, 48, 64, 128),
  '--raw',
  ...of(256)
])

const scratch = mkdtempSync(path.join(tmpdir(), 'vigil-icons-'))
execFileSync('png2icns', [
  inProject('resources', 'icon.icns'),
  ...of(16, 32, 48, 128, 256, 512),
  draw(1024, path.join(scratch, '1024.png'))
])
rmSync(scratch, { recursive: true })
console.log(`icons: ${sizes.length} PNG files, icon.ico and icon.icns are drawn`)
