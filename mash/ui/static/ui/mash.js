// Enhances pages that already work without it: GOV.UK components, keys, and typed text that must not be lost.

const body = document.body
const { govuk, moj } = document.querySelector("script[data-govuk]").dataset
const each = (selector, act, within = document) => within.querySelectorAll(selector).forEach(act)

body.classList.add("js-enabled")
if ("noModule" in HTMLScriptElement.prototype) {
  body.classList.add("govuk-frontend-supported")
  import(govuk).then(({ initAll }) => initAll())
  if (document.querySelector('[data-module^="moj-"]')) import(moj).then(({ initAll }) => initAll())
}

// A page that the browser kept may show what its reader may no longer see.
addEventListener("pageshow", (event) => event.persisted && location.reload())

// Are they known? Asked again as somebody is typed; sent as a form is, so that no name stands in an address.
each("[data-known]", (region) => {
  const form = region.closest("form")
  const status = region.previousElementSibling
  let timer = 0
  let asking = null
  let last = ""
  async function ask() {
    const typed = new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "once" && name !== "narrative"))
    typed.set("prefix", region.dataset.prefix)
    if (`${typed}` === last) return
    last = `${typed}`
    asking?.abort()
    asking = new AbortController()
    try {
      const answer = await fetch(region.dataset.known, { method: "POST", body: typed, redirect: "manual", cache: "no-store", signal: asking.signal })
      if (!answer.ok || region.contains(document.activeElement)) return
      region.innerHTML = await answer.text()
      status.textContent = region.querySelector("[data-said]")?.dataset.said || ""
    } catch {
      last = "" // The line is down, or something newer was typed: the next letter asks again.
    }
  }
  form.addEventListener("input", (event) => {
    if (region.contains(event.target)) return
    clearTimeout(timer)
    timer = setTimeout(ask, 300)
  })
})

// Without a line a page would give way to the browser's own, and what was typed on it with it: it stays until there is one.
document.addEventListener("submit", (event) => {
  const form = event.target
  if (navigator.onLine || event.defaultPrevented || form.method !== "post") return
  event.preventDefault()
  store.removeItem(SENT)
  const said = form.querySelector("[data-no-line]") ?? form.appendChild(document.createElement("p"))
  said.dataset.noLine = ""
  said.className = "mash-inset mash-inset--caution"
  said.setAttribute("role", "alert")
  said.textContent = "There is no connection. What you wrote is still here. Press the button again when it is back."
})

// Keys: data-key="c", "/", "alt+p" or "ctrl+enter" presses its element; j and k walk rows, Enter opens one. What stands in
// a row is pressed from inside it alone. Whoever speaks to the machine may turn single keys off, in this browser.
const OFF = "mash-single-keys-off"
const typing = (node) => node.matches("input, textarea, select, [contenteditable]")
const named = (event) =>
  ["ctrl", "alt"].filter((key) => event[`${key}Key`]).concat((event.key || "").toLowerCase()).join("+")
document.addEventListener("keydown", (event) => {
  const name = named(event)
  const single = !name.includes("+")
  if (event.metaKey || (single && (OFF in localStorage || typing(event.target)))) return
  const row = event.target.closest("[data-row]")
  const wanted = `[data-key="${CSS.escape(name)}"]`
  const target = [row, document.querySelector("main"), document]
    .flatMap((within) => [...(within?.querySelectorAll(wanted) ?? [])])
    .find((one) => one.closest("[data-row]") === row || !one.closest("[data-row]"))
  if (target) {
    if (target.matches("input, textarea")) target.focus()
    else target.click()
  } else if (name === "j" || name === "k") {
    const rows = [...document.querySelectorAll("[data-row]")]
    const at = rows.indexOf(row)
    rows[name === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)]?.querySelector("a, button")?.focus()
  } else return
  event.preventDefault()
})
each("[data-single-keys]", (button) => {
  const say = () => (button.textContent = OFF in localStorage ? "Turn single keys on" : "Turn single keys off")
  button.hidden = false
  say()
  button.addEventListener("click", () => {
    if (OFF in localStorage) localStorage.removeItem(OFF)
    else localStorage.setItem(OFF, "")
    say()
  })
})

// Copying what a search elsewhere needs.
each("[data-copy]", (button) => {
  button.hidden = !navigator.clipboard
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.firstChild.data = "copied"
  })
})

// Typed text, in this tab and for this member only: kept until a banner says that it arrived; gone at sign-out, after
// four hours, or with another member. Public pages keep nothing: whoever looks at that screen next may be the danger.
const OURS = "mash:"
const SENT = `${OURS}sent`
const HOURS = 4 * 3600 * 1000
const store = sessionStorage
const ours = () => Object.keys(store).filter((key) => key.startsWith(OURS))
const forget = (keep = () => false) => ours().forEach((key) => keep(key) || store.removeItem(key))
const keyOf = (form) => `${OURS}${body.dataset.desk}:${new URL(form.action || location.href).pathname}:${form.dataset.keep}`
const boxes = (form) => [...form.elements].filter((box) => box.matches("textarea, input[type=text], input[type=search]") && !("noKeep" in box.dataset))

if (body.dataset.desk) {
  const fresh = (key) => key === SENT || (key.startsWith(`${OURS}${body.dataset.desk}:`) && Date.now() - JSON.parse(store[key]).at < HOURS)
  forget(fresh)
  if (store[SENT] && document.querySelector("[data-happened]")) store.removeItem(store[SENT])
  store.removeItem(SENT)
  each("form[data-forget]", (form) => form.addEventListener("submit", () => forget()))
  each("form[data-keep]", (form) => {
    const key = (form.dataset.keptAs = keyOf(form)) // for a page that saves by itself
    const back = store[key] && JSON.parse(store[key]).typed
    const changed = back && boxes(form).filter((box) => back[box.name] && back[box.name] !== box.value)
    if (changed?.length && !document.querySelector(".govuk-error-summary")) {
      changed.forEach((box) => (box.value = back[box.name]))
      say(form, key)
    }
    form.addEventListener("input", () => {
      const typed = Object.fromEntries(boxes(form).filter((box) => box.value !== box.defaultValue).map((box) => [box.name, box.value]))
      store[key] = JSON.stringify({ at: Date.now(), typed })
    })
    form.addEventListener("submit", () => (store[SENT] = key))
  })
  // The form is gone because somebody was faster: what was typed into it stands here to be copied.
  if (!document.querySelector("form[data-keep]")) each("[data-unsaved]", (region) => {
    const kept = store[`${OURS}${body.dataset.desk}:${location.pathname}:typed`]
    const texts = kept ? Object.values(JSON.parse(kept).typed).filter((text) => text.trim()) : []
    texts.forEach((text) => region.append(Object.assign(document.createElement("p"), { className: "mash-told", textContent: text })))
    region.hidden = !texts.length
  })
} else store.removeItem(SENT) // Sign-in or an error page: what was sent did not arrive, so it stays.

function say(form, key) {
  const note = document.createElement("p")
  note.className = "mash-kept"
  note.setAttribute("role", "status")
  note.textContent = "What you typed before is back. "
  const clear = Object.assign(document.createElement("button"), { type: "button", className: "mash-quiet-button", textContent: "Clear it" })
  clear.addEventListener("click", () => {
    boxes(form).forEach((box) => (box.value = box.defaultValue))
    store.removeItem(key)
    note.remove()
  })
  note.append(clear)
  form.prepend(note)
}
