"use strict";
// Words and fields light each other up: on hover and focus while it lasts, on a click until the next.
(() => {
  const article = (node) => node.closest("[data-article]");
  const keysOf = (node) => (node.dataset.keys || node.dataset.key).split(" ");
  const all = (selector) => document.querySelectorAll(selector);
  const linked = (node) => {
    const keys = new Set(keysOf(node));
    return [...article(node).querySelectorAll("a.mark, .item")].filter((other) => keysOf(other).some((key) => keys.has(key)));
  };
  const set = (name, nodes) => {
    all("." + name).forEach((node) => node.classList.remove(name));
    nodes.forEach((node) => node.classList.add(name));
  };
  const of = (event) => event.target.closest && event.target.closest("main a.mark, .item");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

  const lit = (event) => {
    const node = of(event);
    set("lit", node ? linked(node) : []);
  };
  const pin = (node) => {
    const others = linked(node);
    set("pinned", others);
    const side = node.matches(".item") ? "a.mark" : ".item";
    const target = others.find((other) => other.matches(side));
    if (target) target.scrollIntoView({ block: "center", behavior: calm });
  };

  document.addEventListener("mouseover", lit);
  document.addEventListener("focusin", lit);
  document.addEventListener("focusout", () => set("lit", []));
  document.addEventListener("click", (event) => {
    const node = of(event);
    if (!node) {
      if (!event.target.closest("a")) set("pinned", []);
      return;
    }
    if (node.matches("a")) event.preventDefault();
    else if (String(getSelection())) return; // somebody is copying the words
    pin(node);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") set("pinned", []);
    if (event.key === "Enter" && event.target.matches(".item")) pin(event.target);
  });
})();
