// Asks for the page again every second and puts in the parts that changed. Without script everything works by reloading.
const parts = () => new Map([...document.querySelectorAll('[data-live]')].map((part) => [part.dataset.live, part]))
const seen = new Map([...parts()].map(([name, part]) => [name, part.innerHTML]))

/** Where an element stands, so that its successor can be found: which article, and the how-manyth of its kind there. */
function placeOf(element) {
  const article = element.closest('article')
  return (
    article && {
      id: article.id,
      tag: element.tagName,
      at: [...article.querySelectorAll(element.tagName)].indexOf(element),
    }
  )
}
const successor = ({ id, tag, at }) => document.getElementById(id)?.querySelectorAll(tag)[at]

/** Puts in new content; what a person opened stays open, where they were they still are. */
function replace(part, fresh) {
  const open = [...part.querySelectorAll('article details[open]')].map(placeOf)
  const focus = part.contains(document.activeElement) ? placeOf(document.activeElement) : null
  part.replaceChildren(...fresh.childNodes)
  for (const place of open) successor(place)?.setAttribute('open', '')
  if (focus) successor(focus)?.focus({ preventScroll: true })
}
const plays = (part) => [...part.querySelectorAll('video')].some((film) => !film.paused)

async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const [name, part] of parts()) {
    const next = fresh.querySelector(`[data-live="${name}"]`)
    if (next === null || next.innerHTML === seen.get(name)) continue
    if (plays(part)) continue
    seen.set(name, next.innerHTML)
    replace(part, next)
  }
}

setInterval(() => {
  if (document.visibilityState === 'visible') refresh().catch(() => {}) // the sandbox is away: the next second asks again
}, 1000)
