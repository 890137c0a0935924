"use strict";

const MARGIN = 48;
const TOGETHER_MS = 5000;
const AGAIN_MS = 3000;

const list = document.getElementById("messages");
const scroll = document.getElementById("scroll");
const down = document.getElementById("down");
const problem = document.getElementById("problem");
const typing = document.getElementById("typing");
const dots = document.querySelector(".dots");
const connection = document.getElementById("connection");
const beside = document.getElementById("beside");
const write = document.getElementById("write");
const menu = document.querySelector(".menu");
const phone = document.querySelector(".phone");

/* Where the reader is: new messages come into view, but never push what came with them, or just
   before them, out of it; and a reader who has scrolled up stays there. */

let anchor = null;
let anchoredAt = 0;
let placedAt = 0;

const fromEnd = () => scroll.scrollHeight - scroll.clientHeight - scroll.scrollTop;
const isFollowing = () => fromEnd() < MARGIN || scroll.scrollTop > placedAt - MARGIN;

function place(item) {
  const top = item.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
  scroll.scrollTop += Math.min(top - 16, fromEnd());
  placedAt = scroll.scrollTop;
}

function keepPlace() {
  if (anchor?.isConnected) place(anchor);
  else toEnd();
}

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  placedAt = scroll.scrollTop;
}

function anchorAt(item) {
  const now = performance.now();
  const stale = fromEnd() < MARGIN && now - anchoredAt > TOGETHER_MS;
  if (anchor?.isConnected && !stale) return;
  anchor = item;
  anchoredAt = now;
}

function offerDown() {
  down.hidden = fromEnd() < MARGIN;
  if (down.hidden) announceNews(false);
}

function announceNews(waiting) {
  down.classList.toggle("news", waiting);
  down.firstElementChild.textContent = waiting ? "New messages" : "To the newest message";
}

/* The messages. One that is only changed is not read out again. */

let moveFocus = false;

function items(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.querySelectorAll("li")].filter((item) => item.id.startsWith("m"));
}

function put(item) {
  const old = document.getElementById(item.id);
  const held = old?.contains(document.activeElement);
  if ("gone" in item.dataset) old?.remove();
  else if (!old) return list.append(item);
  else if (old.innerHTML !== item.innerHTML) {
    item.setAttribute("aria-live", "off");
    old.replaceWith(item);
  }
  if (held) {
    moveFocus = true;
    (item.isConnected ? item : old.isConnected ? old : scroll).focus({ preventScroll: true });
  }
}

function show(html) {
  const following = isFollowing();
  const changes = items(html);
  const added = changes.filter((item) => !("gone" in item.dataset || document.getElementById(item.id)));
  changes.forEach(put);
  if (added.length) arrived(added, following);
  else if (following) keepPlace();
  offerDown();
}

function arrived(added, following) {
  for (const item of added) item.classList.add("arrived");
  if (following) {
    anchorAt(added[0]);
    place(anchor);
  }
  announceNews(!following);
  const active = document.activeElement;
  const idle = active === document.body || active === scroll || active.matches(".message");
  if (moveFocus && idle) list.lastElementChild.focus({ preventScroll: true });
}

function showAll(html) {
  const kept = new Set(items(html).map((item) => item.id));
  for (const item of [...list.children]) if (!kept.has(item.id)) item.remove();
  show(html);
}

function showTyping(is) {
  const following = isFollowing();
  typing.textContent = is ? "typing…" : "";
  dots.hidden = !is;
  if (following) keepPlace();
}

function lit() {
  const node = beside.querySelector(".lit");
  return { node, name: node?.textContent };
}

function centreLit() {
  const graph = document.getElementById("graph");
  const { node } = lit();
  if (!graph || !node) return;
  const [inner, outer] = [node.getBoundingClientRect(), graph.getBoundingClientRect()];
  graph.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  graph.scrollTop += inner.top + inner.height / 2 - outer.top - outer.height / 2;
}

function showBeside(html) {
  const before = lit().name;
  const [top, left] = [beside.scrollTop, beside.scrollLeft];
  const held = beside.contains(document.activeElement) && document.activeElement.id;
  const moved = [...beside.querySelectorAll("[id]")].map((one) => [one.id, one.open, one.scrollTop, one.scrollLeft]);
  beside.innerHTML = html;
  for (const [id, open, innerTop, innerLeft] of moved) {
    const now = document.getElementById(id);
    if (!now) continue;
    if (open !== undefined) now.open = open;
    now.scrollTo(innerLeft, innerTop);
  }
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
  beside.scrollTo(left, top);
  if (lit().name !== before) centreLit();
}

/* The stream of what changes */

let source = null;
let seen = list.dataset.seen;

function on(name, act) {
  source.addEventListener(name, (event) => {
    if (event.lastEventId) seen = event.lastEventId;
    act(event.data);
  });
}

function watch() {
  source = new EventSource("/stream?seen=" + encodeURIComponent(seen));
  on("all", showAll);
  on("messages", show);
  on("typing", (data) => showTyping(data === "on"));
  on("beside", (data) => { if (beside) showBeside(data); });
  on("over", () => { source.close(); location.reload(); });
  source.addEventListener("open", connected);
  source.addEventListener("error", disconnected);
}

function connected() {
  if (!connection.textContent) return;
  connection.textContent = "Connected again.";
  setTimeout(() => { if (source.readyState === EventSource.OPEN) connection.textContent = ""; }, AGAIN_MS);
}

function disconnected() {
  connection.textContent = "Not connected. Trying again …";
  showTyping(false);
  if (source.readyState === EventSource.CLOSED) setTimeout(watchAgain, AGAIN_MS);
}

async function watchAgain() {
  const answer = await fetch("/", { method: "HEAD" }).catch(() => null);
  if (answer?.status === 403) location.reload();
  else watch();
}

/* Whoever ends the visit is told so by the page that comes, which a reload would take the place of. */
addEventListener("submit", (event) => { if (event.target.action.endsWith("/leave")) source.close(); });
addEventListener("pagehide", () => source.close());
addEventListener("pageshow", (event) => { if (event.persisted) watch(); });

/* What the visitor does */

async function send(form, submitter) {
  const fields = new URLSearchParams(new FormData(form, submitter));
  problem.textContent = "";
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "text/plain" } });
    if (!answer.ok) throw new Error(await answer.text());
    return true;
  } catch (error) {
    problem.textContent = error instanceof TypeError ? "That didn't arrive. Please try again." : error.message;
    return false;
  }
}

async function submitted(event) {
  event.preventDefault();
  const { target: form, submitter } = event;
  if (form.ariaBusy === "true") return;
  const typed = form.id === "say" ? write.value : null;
  moveFocus = typed === null;
  anchor = null;
  placedAt = 0;
  if (submitter?.closest(".sheet, .empty")) scroll.focus({ preventScroll: true });
  menu.open = false;
  for (const one of [form, submitter]) one?.setAttribute("aria-busy", "true");
  const done = await send(form, submitter);
  for (const one of [form, submitter]) one?.removeAttribute("aria-busy");
  if (done && typed !== null && write.value === typed) write.value = "";
}

for (const id of ["begin", "say", "tap", "command"]) document.getElementById(id).addEventListener("submit", submitted);

down.addEventListener("click", () => {
  toEnd();
  list.lastElementChild?.focus({ preventScroll: true });
});
scroll.addEventListener("scroll", offerDown, { passive: true });

menu.addEventListener("toggle", () => {
  for (const part of phone.querySelectorAll(".talk, .write")) part.inert = menu.open;
});
menu.querySelector(".leave").addEventListener("toggle", (event) => event.target.scrollIntoView({ block: "end" }));
menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.firstElementChild.focus();
});

/* Where the keyboard on the screen covers the page rather than shrinks it, the page shrinks itself. */

let height = scroll.clientHeight;

new ResizeObserver(() => {
  const wasAtEnd = fromEnd() - (height - scroll.clientHeight) < MARGIN;
  height = scroll.clientHeight;
  if (wasAtEnd) toEnd();
  offerDown();
}).observe(scroll);

visualViewport?.addEventListener("resize", () => {
  const covered = innerHeight - visualViewport.height;
  const isKeyboard = visualViewport.scale === 1 && covered > 100;
  phone.style.height = isKeyboard ? `${visualViewport.height}px` : "";
  if (isKeyboard) scrollTo(0, 0);
});

watch();
toEnd();
if (beside) centreLit();
