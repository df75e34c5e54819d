// Small parts that several views are made of.

import { write } from "./address.js";
import { isResponse } from "./data.js";
import { h, outside } from "./dom.js";
import { SIGNS, spelled, studyLink, verbOf } from "./words.js";

/** A sign by shape, word and colour. */
export function signBadge(sign, word) {
  const { name, glyph, css } = SIGNS[sign];
  return h(`span.sign.${css}`, {}, h("span", { "aria-hidden": "true" }, glyph), ` ${word || name}`);
}

/** A claim as subject, verb of its sign, object; each end drawn by `end`. */
export function statement(claim, end) {
  return [end(claim.subject), " ", signBadge(claim.sign, verbOf(claim)), " ", end(claim.object),
    claim.hedged ? h("span.tag", {}, "hedged") : null, claim.negated ? h("span.tag", {}, "denied") : null];
}

/** A link to the page of an entity; a response leads to its drug. */
export function entityLink(entity, label) {
  const [drug] = entity.drugs;
  const address = isResponse(entity) && drug ? write("drug", drug.name) : write("entity", entity.id);
  return h(`a.entity`, { href: address, title: spelled(entity.type) }, label || entity.name);
}

/** A study with its link: who, when, what, as far as it is known. */
export function studyLine(study) {
  const address = studyLink(study);
  const text = study.text ? study.text.replace(/\s*(doi:|https?:\/\/(dx\.)?doi\.org\/)\S+$/i, "") : study.label;
  const identifier = study.doi ? `doi:${study.doi}` : study.pmid ? `PMID ${study.pmid}` : "";
  return h("span.study", {}, text, identifier ? " " : "", address ? outside(address, identifier) : identifier);
}

/** The identifiers of the studies that some triples cite, each linked. */
export function studyLinks(triples) {
  const studies = [...new Set(triples.flatMap((triple) => triple.sentence.studies))];
  if (!studies.length) return h("p.dois.small.soft", {}, "no study cited");
  const links = studies.map((study) => {
    const address = studyLink(study);
    const text = study.doi || (study.pmid ? `PMID ${study.pmid}` : study.text || study.label);
    return address ? outside(address, text) : text;
  });
  return h("p.dois.small", {}, links.map((link, index) => [index ? " · " : null, link]));
}

/** A count with its noun: "1 study", "3 studies". */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** A confidence as a small bar with its number. */
export function confidenceBar(value) {
  return h("span.confidence", { title: `confidence ${value.toFixed(2)}` },
    h("span.track", { "aria-hidden": "true" }, h("span", { style: { width: `${Math.round(value * 100)}%` } })), value.toFixed(2));
}

/** A button that unfolds what `make` returns below it; made when first opened. */
export function unfold(label, make, name = "button.unfold") {
  const box = h("div.unfolded", { hidden: true });
  const button = h(name, {
    type: "button",
    "aria-expanded": "false",
    onclick: () => {
      const open = box.hidden;
      if (open && !box.childNodes.length) box.append(make());
      box.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
    },
  }, label);
  return [button, box];
}

/** Filters, folded up where the window is narrow. */
export function filterForm(controls) {
  return h("details.filterbox", { open: !window.matchMedia("(max-width: 48rem)").matches }, h("summary", {}, "Filters"),
    h("form.filters", { "aria-label": "Filters", onsubmit: (event) => event.preventDefault() }, controls));
}

/** A list that grows as one scrolls to its end. */
export function growing(container, items, draw, { step = 50, scroller = null } = {}) {
  let shown = 0;
  const more = h("button.more", { type: "button", onclick: () => grow() });
  const watcher = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) grow(); }, { root: scroller, rootMargin: "600px" });
  function grow() {
    const next = items.slice(shown, shown + step).map(draw);
    shown += next.length;
    container.append(...next.flat());
    more.textContent = `Show more (${(items.length - shown).toLocaleString("en")} left)`;
    more.hidden = shown >= items.length;
    if (more.hidden) watcher.disconnect();
  }
  grow();
  watcher.observe(more);
  return more;
}
