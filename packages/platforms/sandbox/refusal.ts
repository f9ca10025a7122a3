/** Something a caller of `/_sandbox` got wrong; answered with 400. */
export class Refusal extends Error {}
