// Asks for the page again every second and puts in the parts that changed. Without script everything works by reloading.
const parts = () => new Map([...document.querySelectorAll('[data-live]')].map((part) => [part.dataset.live, part]))
const seen = new Map([...parts()].map(([name, part]) => [name, part.innerHTML]))

/** What a person opened stays open. */
function openOnes(root) {
  return [...root.querySelectorAll('article details[open]')].map((one) => {
    const { id } = one.closest('article')
    return [id, [...one.closest('article').querySelectorAll('details')].indexOf(one)]
  })
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const [name, part] of parts()) {
    const next = fresh.querySelector(`[data-live="${name}"]`)
    if (next === null || next.innerHTML === seen.get(name)) continue
    if (part.contains(document.activeElement) || [...part.querySelectorAll('video')].some((film) => !film.paused))
      continue
    const open = openOnes(part)
    seen.set(name, next.innerHTML)
    part.replaceChildren(...next.childNodes)
    for (const [id, index] of open)
      document.getElementById(id)?.querySelectorAll('details')[index]?.setAttribute('open', '')
  }
}

setInterval(() => {
  if (document.visibilityState === 'visible') refresh().catch(() => {}) // the sandbox is away: the next second asks again
}, 1000)
