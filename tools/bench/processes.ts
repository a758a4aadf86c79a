import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second in which Linux counts CPU time; 100 wherever Electron runs. */
const ticksASecond = 100

/** The fields of /proc/PID/stat after the program's name, which may hold anything. */
function statOf(pid: number | string): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** All processes below `pid`, itself included. Linux only. */
function family(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      parents.set(Number(name), Number(statOf(name)[1]))
    } catch {
      // it ended meanwhile
    }
  }
  const found = [pid]
  for (let at = 0; at < found.length; at++) {
    for (const [child, parent] of parents) if (parent === found[at]) found.push(child)
  }
  return found
}

/** Adds up something over all processes of a program; one that ends meanwhile counts nothing. */
function summed(pid: number, of: (pid: number) => number): number {
  let sum = 0
  for (const one of family(pid)) {
    try {
      sum += of(one)
    } catch {
      // it ended meanwhile
    }
  }
  return sum
}

/** Memory of all processes of a program, MB, shared pages counted by share (PSS). @throws Error where /proc tells none */
export function memoryOf(pid: number): number {
  const kib = summed(pid, (one) =>
    Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  )
  if (kib === 0) throw new Error('no memory could be read from /proc')
  return (kib * 1024) / 1e6
}

/** CPU time that all processes of a program have used so far, ms. */
export function cpuTimeOf(pid: number): number {
  const ticks = summed(pid, (one) => {
    const fields = statOf(one)
    return Number(fields[11]) + Number(fields[12])
  })
  return (ticks * 1000) / ticksASecond
}
