/** The parts of Meta's business SDK that its test uses; the package brings no types. */
declare module 'facebook-nodejs-business-sdk' {
  interface Node {
    readonly id: string
    readonly [field: string]: unknown
    get(fields: readonly string[], params?: object): Promise<Node>
    delete(fields?: readonly string[]): Promise<unknown>
  }
  type List = Node[] & { hasNext(): boolean; next(): Promise<List> }
  export const FacebookAdsApi: { init(accessToken: string): unknown }
  export class User {
    constructor(id: string)
    getAccounts(fields: readonly string[], params?: object): Promise<List>
  }
  export class Page {
    constructor(id: string)
    createFeed(fields: readonly string[], params: object): Promise<Node>
    getPublishedPosts(fields: readonly string[], params?: object): Promise<List>
  }
  export class PagePost {
    constructor(id: string)
    get(fields: readonly string[]): Promise<Node>
    createComment(fields: readonly string[], params: object): Promise<Node>
    delete(fields: readonly string[]): Promise<unknown>
  }
}
