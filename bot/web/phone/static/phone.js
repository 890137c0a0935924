"use strict";

const list = document.getElementById("messages");
const scroll = document.querySelector(".scroll");
const problem = document.getElementById("problem");
const typing = document.getElementById("typing");
const beside = document.getElementById("beside");
const write = document.getElementById("write");

const atEnd = () => { scroll.scrollTop = scroll.scrollHeight; };

function items(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return [...template.content.querySelectorAll("li.message, li[data-gone]")];
}

function show(html) {
  for (const item of items(html)) {
    const old = document.getElementById(item.id);
    if ("gone" in item.dataset) old?.remove();
    else if (old) old.replaceWith(item);
    else list.append(item);
  }
  atEnd();
}

function watch() {
  const source = new EventSource("/stream?seen=" + encodeURIComponent(list.dataset.seen));
  source.addEventListener("all", (event) => { list.replaceChildren(...items(event.data)); atEnd(); });
  source.addEventListener("messages", (event) => show(event.data));
  source.addEventListener("typing", (event) => { typing.textContent = event.data === "on" ? "typing…" : ""; });
  source.addEventListener("beside", (event) => { if (beside) beside.innerHTML = event.data; });
  source.addEventListener("over", () => { source.close(); location.reload(); });
}

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

for (const form of document.querySelectorAll("#say, #tap")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    document.querySelector(".menu").open = false;
    const done = await send(form, event.submitter);
    if (done && event.submitter?.classList.contains("send")) write.value = "";
  });
}

watch();
atEnd();
