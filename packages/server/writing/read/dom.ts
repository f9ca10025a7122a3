/** The few things asked of a parsed page; the server has no browser's types. */
export interface DomNode {
  readonly nodeType: number
  readonly textContent: string | null
  readonly childNodes: Iterable<DomNode>
}
export interface DomElement extends DomNode {
  readonly localName: string
  getAttribute(name: string): string | null
  querySelector(selector: string): DomElement | null
  querySelectorAll(selector: string): Iterable<DomElement>
  remove(): void
}
export interface DomDocument {
  readonly body: DomElement | null
  readonly documentElement: DomElement | null
  querySelector(selector: string): DomElement | null
  querySelectorAll(selector: string): Iterable<DomElement>
  toString(): string
}
