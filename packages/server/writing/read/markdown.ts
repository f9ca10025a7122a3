/** A Markdown file as blocks. Code stays a block of its own and never becomes a claim. */
import { fromMarkdown } from 'mdast-util-from-markdown'
import type { RawBlock, RawSource } from '../source.ts'

/** The tree, as far as it is walked here. */
interface Node {
  readonly type: string
  readonly value?: string
  readonly alt?: string | null
  readonly depth?: number
  readonly children?: readonly Node[]
}

export function readMarkdown(markdown: string): RawSource {
  const { front, body } = frontMatter(markdown)
  const root = fromMarkdown(body) as Node
  const blocks: RawBlock[] = []
  let title = front['title']
  const walk = (node: Node, inside: 'list' | 'quote' | undefined) => {
    if (node.type === 'heading') {
      const text = plain(node)
      if (title === undefined && node.depth === 1) title = text
      blocks.push({ kind: 'heading', text })
    } else if (node.type === 'paragraph') {
      blocks.push({ kind: inside ?? 'para', text: plain(node), linkDensity: linkDensity(node) })
    } else if (node.type === 'code') blocks.push({ kind: 'code', text: node.value ?? '' })
    else if (node.type === 'html') return
    else {
      const next = node.type === 'listItem' ? 'list' : node.type === 'blockquote' ? 'quote' : inside
      for (const child of node.children ?? []) walk(child, next)
    }
  }
  walk(root, undefined)
  const published = front['date'] === undefined ? Number.NaN : Date.parse(front['date'])
  return {
    kind: 'markdown',
    blocks,
    ...(title !== undefined && { title }),
    ...(front['author'] !== undefined && { byline: front['author'] }),
    ...(!Number.isNaN(published) && { publishedAt: new Date(published).toISOString() }),
    ...(front['lang'] !== undefined && { declaredLanguage: front['lang'] }),
  }
}

/** Pictures (badges, mostly) carry no text of the article. */
function plain(node: Node): string {
  if (node.type === 'image' || node.type === 'html' || node.type === 'footnoteReference') return ''
  if (node.type === 'break') return ' '
  return node.value ?? (node.children ?? []).map(plain).join('')
}

function linkDensity(node: Node): number {
  const all = plain(node).length
  const linked = (of: Node): number =>
    of.type === 'link' ? plain(of).length : (of.children ?? []).reduce((sum, child) => sum + linked(child), 0)
  return all === 0 ? 1 : linked(node) / all
}

function frontMatter(text: string): { readonly front: Readonly<Record<string, string>>; readonly body: string } {
  const match = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text)
  if (!match) return { front: {}, body: text }
  const rows = (match[1] ?? '').split(/\r?\n/).flatMap((line) => {
    const row = /^(\w+):\s*["']?(.*?)["']?\s*$/.exec(line)
    return row?.[1] !== undefined && row[2] ? [[row[1].toLowerCase(), row[2]] as const] : []
  })
  return { front: Object.fromEntries(rows), body: text.slice(match[0].length) }
}
