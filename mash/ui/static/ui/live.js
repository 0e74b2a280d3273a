// Lets signed-in pages tell by themselves what has changed, without moving what is being read.

const polled = (within) => within.querySelectorAll("[data-poll]").forEach(poll)
const fill = (place, content) => !place.contains(document.activeElement) && place.replaceChildren(...content.childNodes)

// A region asks again and again: 304 when nothing changed, quiet while nobody looks, over when the session is. Parts of the
// answer that are for another place (data-for, its id) go there in silence; the rest is told, when its words are new.
function poll(region) {
  let tag = ""
  let timer = 0
  const every = Number(region.dataset.every || 10) * 1000
  const plan = () => {
    clearTimeout(timer)
    timer = document.hidden ? 0 : setTimeout(ask, every)
  }
  async function ask() {
    if (!region.isConnected) return
    const headers = { "X-Requested-With": "poll", ...(tag && { "If-None-Match": tag }) }
    try {
      const answer = await fetch(region.dataset.poll, { headers, redirect: "manual", cache: "no-store" })
      if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) return signedOut()
      if (answer.status === 404) return
      if (answer.ok) {
        tag = answer.headers.get("ETag") || ""
        show(await answer.text())
      }
    } catch {
      // The line is down: the page still stands, and the next try will tell.
    }
    plan()
  }
  function show(html) {
    const next = document.createElement("div")
    next.innerHTML = html
    for (const part of next.querySelectorAll("[data-for]")) {
      const place = document.getElementById(part.dataset.for)
      if (place && place.innerHTML !== part.innerHTML) fill(place, part)
      part.remove()
    }
    const same = next.textContent.trim() === region.textContent.trim()
    if (!same && region.contains(document.activeElement)) tag = ""
    else if (!same) fill(region, next)
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? plan() : ask()))
  plan()
}

function signedOut() {
  const told = document.getElementById("signed-out")
  if (!told) return
  const alerts = document.getElementById("alerts")
  alerts.replaceChildren(told.content)
  alerts.querySelector("a").search = new URLSearchParams({ next: location.pathname + location.search })
  told.remove()
}

// data-refresh="board" draws the part of that id anew, in its place: who was on a line stays on it, others come to the
// first that differs, and what was in view stays where it was. What is new or has changed says so.
const lines = (part) => new Map([...part.querySelectorAll("[data-row][id]")].map((row) => [row.id, row]))
let last = ""
document.addEventListener("focusin", (event) => (last = event.target.closest("[data-row]")?.id ?? last))
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-refresh]")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const part = document.getElementById(link.dataset.refresh)
  try {
    const answer = await fetch(link.href, { redirect: "manual", cache: "no-store" })
    if (answer.type === "opaqueredirect") return signedOut()
    if (!answer.ok) throw new Error(answer.status)
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id)
    redraw(part, next)
  } catch {
    location.assign(link.href)
  }
})

function redraw(part, next) {
  const [before, after] = [lines(part), lines(next)]
  const anchor = [...before.values()].find((row) => after.has(row.id) && row.getBoundingClientRect().bottom > 0)
  const top = anchor?.getBoundingClientRect().top
  for (const [id, row] of after) {
    const was = before.get(id)
    if (was?.dataset.row !== row.dataset.row) mark(row, was ? "Changed" : "New")
  }
  part.replaceChildren(...next.childNodes)
  if (anchor && top < innerHeight) scrollBy(0, document.getElementById(anchor.id).getBoundingClientRect().top - top)
  polled(part)
  const line = document.getElementById(last) ?? part.querySelector("[data-fresh]") ?? part.querySelector("[data-row]")
  line?.querySelector("a, button")?.focus({ preventScroll: true })
}

function mark(row, word) {
  const flag = Object.assign(document.createElement("span"), { className: "mash-flag mash-flag--told", textContent: word })
  row.dataset.fresh = ""
  row.querySelector("th").append(" ", flag)
}

polled(document)
