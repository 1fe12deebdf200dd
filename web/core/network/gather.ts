type Waiting<Answer> = { id: string; resolve: (answer: Answer) => void; reject: (error: unknown) => void }

/**
 * A function that asks for one thing, made of one that asks for many: what is asked for in the same turn goes in groups of `most`.
 * `askMany` gives an answer for each id, in their order; where it fails, each of the group fails.
 */
export function gather<Answer>(
  askMany: (ids: readonly string[]) => Promise<readonly Answer[]>,
  most: number,
): (id: string) => Promise<Answer> {
  let waiting: Waiting<Answer>[] = []
  const send = async (group: readonly Waiting<Answer>[]) => {
    try {
      const answers = await askMany(group.map(({ id }) => id))
      for (const [place, { resolve }] of group.entries()) resolve(answers[place] as Answer)
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
  const sendAll = () => {
    const all = waiting
    waiting = []
    for (let from = 0; from < all.length; from += most) void send(all.slice(from, from + most))
  }
  return (id) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setTimeout(sendAll)
      waiting.push({ id, resolve, reject })
    })
}
