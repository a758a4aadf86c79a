import { Archive, CodeXml, type LucideIcon, ShieldCheck, UserMinus, UserRoundPlus, UserX } from 'lucide-react'
import type { ReactElement } from 'react'
import { type MemberMark, wordsOfMark } from '../lib/member-words.ts'
import { Tag } from './tag.tsx'

const icons: Record<MemberMark, LucideIcon> = {
  admin: ShieldCheck,
  guest: UserRoundPlus,
  embed: CodeXml,
  deactivated: UserX,
  inactive: Archive,
  removed: UserMinus
}

/** Admin, guest, inactive and the like, each as icon plus word plus colour. */
export function MemberMarks({
  marks
}: {
  readonly marks: readonly { readonly mark: MemberMark; readonly word: string }[]
}): ReactElement {
  return (
    <>
      {marks.map(({ mark, word }) => (
        <Tag key={mark} tone={wordsOfMark(mark).tone} icon={icons[mark]}>
          {word}
        </Tag>
      ))}
    </>
  )
}
