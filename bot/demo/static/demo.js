// Shows what changes on the page, and sends what one does. Everything is drawn by the server.
"use strict";

const KEYS = ["slack", "telegram", "place", "thread", "chat", "language"];
const body = document.body;
const view = Object.fromEntries(KEYS.map((key) => [key, body.dataset[key] || ""]));
const byId = (id) => document.getElementById(id);
const toast = byId("toast");
const replying = { slack: null, telegram: null };
let source = null;

function address(path) {
  return `${path}?${new URLSearchParams(view)}`;
}

// ------------------------------------------------------------------ what changes

function listen() {
  if (source) source.close();
  source = new EventSource(address("/events"));
  source.onmessage = (event) => show(JSON.parse(event.data));
  source.onopen = () => body.classList.remove("lost");
  source.onerror = () => {
    body.classList.add("lost");
    say(body.dataset.lost);
  };
}

function show(news) {
  for (const [id, html] of Object.entries(news.parts)) place(byId(id), html);
  for (const [id, items] of Object.entries(news.lists)) list(byId(id), items);
  body.dataset.drawn = String(Number(body.dataset.drawn || 0) + 1);
}

function place(element, html) {
  if (!element || element.drawn === html) return;
  const held = element.contains(document.activeElement) ? mark(document.activeElement) : null;
  element.drawn = html;
  element.innerHTML = html;
  if (held) [...element.querySelectorAll("button, input, a")].find((each) => mark(each) === held)?.focus();
  if (element.id === "slack-modal") modal(element);
}

// Where the focus is, in words that outlive a new drawing.
function mark(element) {
  return `${element.tagName} ${JSON.stringify(element.dataset)}`;
}

function list(element, items) {
  const near = element.scrollHeight - element.scrollTop - element.clientHeight < 160;
  const same = new Map([...element.children].map((child) => [child.dataset.key, child]));
  const fresh = [];
  let added = false;
  items.forEach(([key, html], at) => {
    let child = same.get(key);
    if (!child || child.drawn !== html) {
      const made = document.createElement("div");
      made.dataset.key = key;
      made.drawn = html;
      made.innerHTML = html;
      if (child && child.contains(document.activeElement)) {
        const held = mark(document.activeElement);
        child.replaceWith(made);
        [...made.querySelectorAll("button, input, select")].find((each) => mark(each) === held)?.focus();
      }
      if (!child) added = true;
      child = made;
    }
    fresh.push(child);
  });
  fresh.forEach((child, at) => {
    if (element.children[at] !== child) element.insertBefore(child, element.children[at] || null);
  });
  while (element.children.length > fresh.length) element.lastElementChild.remove();
  if (near || added) element.scrollTop = element.scrollHeight;
}

function toTheEnd() {
  for (const each of document.querySelectorAll(".messages")) each.scrollTop = each.scrollHeight;
}

// A picture has no height before it is there: whoever was at the end stays there.
document.addEventListener("load", ({ target }) => {
  const log = target.closest?.(".messages");
  const left = log && log.scrollHeight - log.scrollTop - log.clientHeight;
  if (log && left < target.offsetHeight + 160) log.scrollTop = log.scrollHeight;
}, true);

function say(words) {
  toast.textContent = words || "";
  toast.classList.toggle("shown", Boolean(words));
  clearTimeout(say.timer);
  if (words) say.timer = setTimeout(() => toast.classList.remove("shown"), 6000);
}

// ------------------------------------------------------------------ what one does

async function act(what, told = {}) {
  try {
    const answer = await fetch(`/do/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...view, ...told }),
    });
    const said = await answer.json();
    if (said.toast || said.error) say(said.toast || said.error);
    return said;
  } catch {
    say(body.dataset.lost);
    return {};
  }
}

function go(changes) {
  Object.assign(view, changes);
  history.replaceState(null, "", address("/"));
  for (const id of ["slack-messages", "telegram-messages"]) byId(id).scrollTop = 1e9;
  listen();
}

function side(which) {
  body.dataset.side = which;
  for (const each of document.querySelectorAll("#tabs button")) {
    each.setAttribute("aria-pressed", String(each.dataset.side === which));
  }
  toTheEnd();
}

const taken = {
  set({ set, value }) {
    const changes = { [set]: value };
    if (set === "slack") Object.assign(changes, { place: "", thread: "" });
    if (set === "telegram") changes.chat = "";
    if (set === "place") changes.thread = "";
    go(changes);
    if (value === "home") act("slack-home");
  },
  do(data, element) {
    act(data.do, { where: data.where, action: data.action, value: element.value || "" });
  },
  async step(data) {
    side(data.side);
    const scene = { slack: data.slack, telegram: data.telegram, place: "", thread: "", chat: "" };
    Object.assign(view, scene);
    const said = await act("step", { action: data.step });
    go(said.view || {});
  },
  side: (data) => side(data.side),
  async json(data) {
    const asked = new URLSearchParams({ ...view, side: data.json, where: data.where });
    const said = await (await fetch(`/json?${asked}`)).json();
    byId("json-text").textContent = JSON.stringify(said, null, 2);
    byId("json").showModal();
  },
  reply(data) {
    replying.telegram = data.reply;
    const shown = document.querySelector("[data-composer=telegram] .replying");
    shown.textContent = `↩ ${data.quote}`;
    shown.hidden = false;
    document.querySelector("[data-composer=telegram] textarea").focus();
  },
  command(data, element) {
    const field = element.closest("form").querySelector("textarea");
    field.value = `${data.command} `;
    field.focus();
    menu(field);
  },
  close: (data, element) => element.closest("dialog").close(),
};

document.addEventListener("click", (event) => {
  const element = event.target.closest("button");
  if (!element) return;
  const kind = ["step", "set", "do", "json", "reply", "command", "close", "side"].find((key) => key in element.dataset);
  if (kind) taken[kind](element.dataset, element);
});

document.addEventListener("change", (event) => {
  const element = event.target;
  if (element.tagName === "SELECT" && element.dataset.do && element.value) {
    taken.do(element.dataset, element);
    element.selectedIndex = 0;
  }
});

// ------------------------------------------------------------------ writing

function menu(field) {
  const there = field.form.querySelector(".menu");
  const typed = field.value;
  const commands = [...there.querySelectorAll("button")];
  for (const each of commands) each.hidden = !each.dataset.command.startsWith(typed);
  there.hidden = !typed.startsWith("/") || typed.includes(" ") || commands.every((each) => each.hidden);
}

function grow(field) {
  field.style.height = "auto";
  const borders = field.offsetHeight - field.clientHeight;
  field.style.height = `${Math.min(field.scrollHeight + borders, 120)}px`;
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.closest("[data-composer]")) {
    menu(field);
    grow(field);
  } else if (field.dataset.suggest) suggest(field);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (field.tagName === "TEXTAREA" && field.form?.dataset.composer) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      field.form.requestSubmit();
    } else if (event.key === "ArrowUp" || event.key === "Tab") {
      const first = field.form.querySelector(".menu:not([hidden]) button:not([hidden])");
      if (first && !event.shiftKey) {
        event.preventDefault();
        first.focus();
      }
    } else if (event.key === "Escape") forget(field.form);
  } else if (field.closest?.(".menu, [role=listbox]") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    const all = [...field.closest(".menu, [role=listbox]").querySelectorAll("button:not([hidden])")];
    const next = all.indexOf(field) + (event.key === "ArrowDown" ? 1 : -1);
    all[(next + all.length) % all.length].focus();
  } else if (field.dataset.suggest && event.key === "ArrowDown") {
    field.parentElement.querySelector("[role=listbox] button")?.focus();
    event.preventDefault();
  }
});

function forget(form) {
  replying[form.dataset.composer] = null;
  form.querySelector(".replying").hidden = true;
  form.querySelector(".menu").hidden = true;
}

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.dataset.modal) return submit(form);
  const field = form.querySelector("textarea");
  const text = field.value.trim();
  if (!text) return undefined;
  const which = form.dataset.composer;
  const told = { text, reply: replying[which] || "" };
  field.value = "";
  grow(field);
  forget(form);
  await act(`${which}-say`, told);
  return undefined;
});

// ------------------------------------------------------------------ Slack's modal and its fields

function modal(dialog) {
  const there = dialog.querySelector("form");
  if (there && !dialog.open) dialog.showModal();
  if (!there && dialog.open) dialog.close();
}

byId("slack-modal").addEventListener("cancel", (event) => {
  event.preventDefault();
  act("slack-close");
});

function value(fields) {
  const [first] = fields;
  if (first.type === "checkbox") return fields.filter((each) => each.checked).map((each) => each.value);
  if (first.type === "radio") return fields.find((each) => each.checked)?.value;
  if (first.multiple) return [...first.selectedOptions].map((each) => each.value);
  return first.value;
}

async function submit(form) {
  for (const each of form.querySelectorAll(".wrong")) each.textContent = "";
  const values = {};
  for (const box of form.querySelectorAll("[data-name]")) {
    const found = value([...box.querySelectorAll("[data-field]")]);
    values[box.dataset.name] = found === undefined || found === "" || found.length === 0 ? null : found;
  }
  const said = await act("slack-submit", { values });
  for (const [name, words] of Object.entries(said.errors || {})) {
    const there = byId(`wrong-${name}`);
    if (there) there.textContent = words;
  }
  if (said.error) byId("modal-wrong").textContent = said.error;
}

function suggest(field) {
  clearTimeout(field.timer);
  const shown = field.parentElement.querySelector("[role=listbox]");
  if (field.value.length < Number(field.dataset.least)) {
    shown.hidden = true;
    return;
  }
  field.timer = setTimeout(async () => {
    const { action, suggest: where } = field.dataset;
    const { options = [] } = await act("slack-suggest", { where, action, text: field.value });
    shown.replaceChildren(
      ...options.map((option) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.dir = "auto";
        button.textContent = option.text.text;
        button.addEventListener("click", () => {
          act("slack-tap", { where, action, option });
          field.value = "";
          shown.hidden = true;
        });
        item.append(button);
        return item;
      }),
    );
    shown.hidden = !options.length;
    field.setAttribute("aria-expanded", String(Boolean(options.length)));
  }, 200);
}

// ------------------------------------------------------------------ begin

toTheEnd();
modal(byId("slack-modal"));
listen();
