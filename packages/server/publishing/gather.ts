/**
 * Turns many small asks into few large ones: what is asked while others are under way goes together with the next.
 * `run` answers in the order of its asks. If it fails for several at once, each is run alone, so that one bad ask
 * does not spoil its neighbours; unless `isFatal` says that nobody will fare better.
 */
export function gather<Ask, Answer>(
  run: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  { most = 64, abreast = 2, isFatal }: { most?: number; abreast?: number; isFatal: (error: unknown) => boolean },
): (ask: Ask) => Promise<Answer> {
  interface Waiting {
    readonly ask: Ask
    readonly resolve: (answer: Answer) => void
    readonly reject: (error: unknown) => void
  }
  const waiting: Waiting[] = []
  let running = 0
  let isCalled = false

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await run(group.map(({ ask }) => ask))
      group.forEach(({ resolve, reject }, n) => {
        const answer = answers[n]
        if (answer === undefined) reject(new Error('an ask was not answered'))
        else resolve(answer)
      })
    } catch (error) {
      if (group.length === 1 || isFatal(error)) for (const { reject } of group) reject(error)
      else await Promise.all(group.map((one) => settle([one])))
    }
  }

  const pump = (): void => {
    isCalled = false
    while (running < abreast && waiting.length > 0) {
      running++
      void settle(waiting.splice(0, most)).finally(() => {
        running--
        call()
      })
    }
  }
  /** Once for all that is asked in this round of the event loop. */
  const call = (): void => {
    if (isCalled || waiting.length === 0) return
    isCalled = true
    setImmediate(pump)
  }

  return (ask) =>
    new Promise<Answer>((resolve, reject) => {
      waiting.push({ ask, resolve, reject })
      call()
    })
}
