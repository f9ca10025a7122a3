/** Pasted text as blocks: paragraphs by blank lines, lists by their marks, hard-wrapped lines joined. */
import type { RawBlock, RawSource } from '../source.ts'

const listMark = /^\s*(?:[-*•·–]|\d{1,2}[.)])\s+/
/** Longer first lines are a first sentence, not a title. */
const longestTitle = 120

export function readPlain(text: string, title?: string): RawSource {
  const blocks: RawBlock[] = []
  for (const paragraph of text.replaceAll('\r\n', '\n').split(/\n\s*\n/)) {
    const lines = paragraph.split('\n').filter((line) => line.trim() !== '')
    let open: string[] = []
    const flush = () => {
      if (open.length > 0) blocks.push({ kind: 'para', text: open.join(' ') })
      open = []
    }
    for (const line of lines) {
      if (!listMark.test(line)) {
        open.push(line)
        continue
      }
      flush()
      blocks.push({ kind: 'list', text: line.replace(listMark, '') })
    }
    flush()
  }
  const first = blocks[0]
  const looksLikeTitle =
    first !== undefined && blocks.length > 1 && first.text.length <= longestTitle && !/[.!:;,]$/.test(first.text)
  if (title === undefined && looksLikeTitle) {
    return {
      kind: 'text',
      title: first.text.replace(/^#+\s*/, ''),
      blocks: [{ ...first, kind: 'heading' }, ...blocks.slice(1)],
    }
  }
  return { kind: 'text', blocks, ...(title !== undefined && { title }) }
}
