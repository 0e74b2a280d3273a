// What a browser can say of a page about the people who meet it with other eyes, hands and windows. Evaluated in the
// page, not added to it, so that its content policy stays in force.
(() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]"
  const SMALL = 2 // pixels that rounding may cost
  const reached = []
  let expected = []

  const all = (selector) => [...document.querySelectorAll(selector)]
  const name = (node) => {
    const said = (node.getAttribute("aria-label") || node.labels?.[0]?.textContent || node.textContent || node.name || "").trim()
    return `${node.localName}${node.id && `#${node.id}`} “${said.replace(/\s+/g, " ").slice(0, 50)}”`
  }
  const seen = (node) => node.checkVisibility({ visibilityProperty: true })
  // For screen readers alone, or the other way round.
  const hidden = (node) =>
    node.closest("[aria-hidden=true], .govuk-skip-link") || !node.checkVisibility({ opacityProperty: true }) || isClipped(node)
  const isClipped = (node) => node !== document.body && (getComputedStyle(node).clipPath === "inset(50%)" || isClipped(node.parentElement))

  // One radio button of a group takes the Tab key: the chosen one, or the first.
  const takesTab = (node) => {
    if (node.disabled || node.tabIndex < 0 || !seen(node)) return false
    if (node.type !== "radio" || !node.form) return true
    const group = [...node.form.elements].filter((one) => one.type === "radio" && one.name === node.name && seen(one) && !one.disabled)
    return node === (group.find((one) => one.checked) ?? group[0])
  }
  const controls = () => all(CONTROLS).filter(takesTab)

  // How a control looks. GOV.UK draws the focus of a radio button or tick on its label.
  const looks = (node) =>
    [[node], [node, "::before"], [node, "::after"], [node.labels?.[0], "::before"], [node.querySelector("*")]]
      .filter(([one]) => one)
      .map(([one, pseudo]) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderTopWidth, fill } = getComputedStyle(one, pseudo)
        return [outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderTopWidth, fill].join(" ")
      })
      .join(" | ")

  const middle = (node) => {
    const box = [...node.getClientRects()].find(({ width, height }) => width && height) ?? node.getBoundingClientRect()
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2
    return document.elementFromPoint(x, y)
  }
  const canBePressed = (node) => {
    const there = middle(node)
    return Boolean(there) && (node.contains(there) || there.contains(node) || [...(node.labels ?? [])].some((label) => label.contains(there)))
  }
  const scrollsByItself = (node) => node.tabIndex >= 0 && /auto|scroll/.test(getComputedStyle(node).overflow)

  function words() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found = []
    while (walker.nextNode()) {
      const text = walker.currentNode
      const around = text.parentElement
      if (!text.data.trim() || !seen(around) || hidden(around) || around.closest("script, style, option, textarea")) continue
      const range = document.createRange()
      range.selectNodeContents(text)
      for (const box of range.getClientRects()) if (box.width > SMALL) found.push({ text, box })
    }
    return found
  }

  // What each form asks for and where it goes.
  // What is typed to find one of a long list goes along with the list, which stands there without a script.
  const besides = (form, one) => one.name.endsWith("_typed") && form.elements[one.name.slice(0, -"_typed".length)]
  const asked = () =>
    all("form").map((form) => {
      const names = new Set([...form.elements].filter((one) => one.name && !besides(form, one)).map((one) => one.name))
      return [form.method, form.getAttribute("action"), ...[...names].sort()]
    })

  window.glance = {
    async ready() {
      const script = document.querySelector("script[data-govuk]")
      if (script) await import(script.dataset.govuk)
      await null
    },

    // Everything that can be unfolded is; what lies over other things when open, only if asked for.
    unfold(menus = false) {
      for (const fold of all("details")) {
        fold.open = true
        const floats = [...fold.children].some((one) => getComputedStyle(one).position === "absolute" && one.localName !== "summary")
        fold.open = menus || !floats
      }
    },

    what() {
      const headings = all("h1").filter(seen).length
      const faults = []
      if (headings !== 1) faults.push(`${headings} headings of the first level`)
      if (document.documentElement.lang !== "en") faults.push("does not say its language")
      if (document.title.split(" - ")[0].trim() === "") faults.push("has no title of its own")
      return { title: document.title, faults }
    },

    // Before the Tab key is pressed: listens for what it reaches. Returns what it should reach.
    listen() {
      document.body.tabIndex = -1 // a box that has the focus from the start is not where the page begins
      document.body.focus()
      document.body.removeAttribute("tabindex")
      document.activeElement?.blur()
      scrollTo(0, 0)
      reached.length = 0
      addEventListener("focusin", (event) => reached.push(event.target))
      expected = controls()
      return expected.length
    },

    reached() {
      const faults = []
      const at = expected.findIndex((node, index) => reached[index] !== node)
      if (at >= 0) faults.push(`Tab ${at + 1} should reach ${name(expected[at])}, and reaches ${reached[at] ? name(reached[at]) : "nothing"}`)
      const isPaper = document.documentElement.matches(".mash-print") // which has no navigation to get past
      if (!isPaper && expected[0]?.getAttribute("href") !== "#main-content") faults.push("The first Tab does not reach a way past the navigation")
      for (const node of all("[tabindex]")) if (node.tabIndex > 0) faults.push(`out of order: ${name(node)}`)
      return faults
    },

    // From the end, as Shift and Tab go: what lies under something that stays on top comes to light so.
    focus() {
      const faults = []
      for (const node of controls().reverse()) {
        document.activeElement?.blur()
        const before = looks(node)
        node.focus()
        if (looks(node) === before) faults.push(`no visible focus: ${name(node)}`)
        if (!canBePressed(node)) faults.push(`focus is hidden: ${name(node)} under ${middle(node) ? name(middle(node)) : "nothing"}`)
      }
      document.activeElement?.blur()
      scrollTo(0, 0)
      return faults
    },

    // As a small window, a large zoom or wider spacing leave it.
    fits() {
      const faults = []
      const wide = document.documentElement.scrollWidth
      if (wide > innerWidth) {
        const out = all("body *").filter((node) => seen(node) && node.getBoundingClientRect().right > innerWidth + SMALL && !hidden(node))
        faults.push(`scrolls sideways to ${wide}: ${out.slice(-2).map(name)}`)
      }
      for (const node of all("body *")) {
        if (!seen(node) || hidden(node) || !node.textContent.trim() || node.matches("textarea, select, option, [type=search]") || scrollsByItself(node)) continue
        const { overflowX, overflowY } = getComputedStyle(node)
        if (overflowX !== "visible" && node.scrollWidth > node.clientWidth + SMALL) faults.push(`cut off at its side: ${name(node)}`)
        if (overflowY !== "visible" && node.scrollHeight > node.clientHeight + SMALL) faults.push(`cut off below: ${name(node)}`)
      }
      const lines = words()
      for (const [index, one] of lines.entries()) {
        for (const other of lines.slice(index + 1)) {
          if (one.text === other.text) continue
          const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
          const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
          if (across > 3 && down > 0.5 * Math.min(one.box.height, other.box.height))
            faults.push(`“${one.text.data.trim().slice(0, 40)}” lies over “${other.text.data.trim().slice(0, 40)}”`)
        }
      }
      for (const node of all(CONTROLS)) {
        if (!seen(node) || hidden(node) || node.disabled) continue
        node.scrollIntoView({ block: "center", behavior: "instant" })
        if (!canBePressed(node)) faults.push(`cannot be pressed: ${name(node)} under ${middle(node) ? name(middle(node)) : "nothing"}`)
      }
      scrollTo(0, 0)
      return [...new Set(faults)]
    },

    // The least that WCAG 1.4.12 wants a reader to be able to set.
    spaced() {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }")
      document.adoptedStyleSheets = [sheet]
      const faults = this.fits()
      document.adoptedStyleSheets = []
      return faults
    },

    // The page as it was served, with nothing that a script has done to it: it asks for the same, and shows it.
    withoutScript(served) {
      const scripted = asked()
      const plain = new DOMParser().parseFromString(served, "text/html")
      document.body.className = plain.body.className
      document.body.innerHTML = plain.body.innerHTML
      this.unfold()
      const faults = []
      if (JSON.stringify(scripted) !== JSON.stringify(asked())) faults.push(`asks for ${JSON.stringify(asked())} and with a script for ${JSON.stringify(scripted)}`)
      if (!document.querySelector("main")?.innerText.trim()) faults.push("shows nothing")
      for (const form of document.forms) {
        const boxes = [...form.elements].filter((one) => one.type !== "hidden" && one.localName !== "fieldset" && !("copy" in one.dataset))
        if (!boxes.some((one) => one.type === "submit")) faults.push(`cannot be sent: ${name(form)}`)
        for (const box of boxes) if (!seen(box)) faults.push(`cannot be seen: ${name(box)}`)
      }
      return faults
    },
  }
})()
