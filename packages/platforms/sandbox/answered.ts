/** Thrown where a check finds the answer already: the route ends, this is what is sent. */
export class Answered extends Error {
  readonly response: Response
  constructor(response: Response) {
    super(`answered with ${response.status}`)
    this.response = response
  }
}
