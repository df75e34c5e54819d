// One sentence of evidence: the claim, the sentence with its mentions marked, how the sign came about, and where it stands.

import { groundsOf } from "./data.js";
import { h, svg } from "./dom.js";
import { count, confidenceBar, entityLink, signBadge, studyLine, unfold } from "./parts.js";
import { KEYS, MISSING } from "./review.js";
import { PREDICATES, STATES, isProduct, netEffect, signSteps, spelled } from "./words.js";

/** Return an article for a triple. `app` holds the run and the verdicts. */
export function evidenceOf(app, triple, { review = true } = {}) {
  const { sentence } = triple;
  return h("article.evidence", { "data-id": triple.id, tabindex: review ? "0" : null, onkeydown: review ? (event) => judgeByKey(app, triple, event) : null },
    h("p.claim", {}, claimWords(triple)),
    h("blockquote", {}, markedSentence(triple)),
    trace(triple),
    h("p.where", {}, whereabouts(sentence)),
    sentence.studies.length
      ? h("ul.studies", { "aria-label": "Studies cited for it" }, sentence.studies.map((study) => h("li", {}, studyLine(study))))
      : h("p.soft", {}, "No study is cited in the sentence: the document speaks for itself."),
    passage(app, triple),
    h("p.small.soft", {}, "confidence ", confidenceBar(triple.confidence), " · rule ", h("code", {}, triple.rule)),
    review ? judge(app, triple) : null);
}

/** Return evidence for and against, side by side. */
export function forAndAgainst(app, pro, contra) {
  const column = (title, triples) => h("section", {},
    h("h3.label", {}, `${title} · ${count(new Set(triples.flatMap(groundsOf)).size, "study", "studies")}`),
    triples.map((triple) => evidenceOf(app, triple)));
  return h(contra.length ? "div.sides" : "div.sides.single", {}, column("For", pro), contra.length ? column("Against", contra) : null);
}

/** Return a claim in words, its mentions linked to their pages. */
export function claimWords(triple) {
  const side = (mention) => [mention.state === "none" ? null : h("span.state", {}, `${STATES[mention.state]} `), entityLink(mention.entity, responseName(mention))];
  return [
    signBadge(triple.sign, triple.sign ? `net ${triple.sign > 0 ? "+" : "−"}` : "no sign"), " ",
    side(triple.subject), ` ${triple.negated ? "does not: " : ""}${PREDICATES[triple.predicate] || triple.predicate} `, side(triple.object),
    triple.via.length ? [" via ", triple.via.map((mention, index) => [index ? ", " : null, entityLink(mention.entity)])] : null,
    triple.hedged ? h("span.tag", {}, "hedged") : null,
    triple.negated ? h("span.tag", {}, "denied") : null,
    triple.about ? h("span.tag", { title: "The sentence names no drug; its section names this one most often." }, `drug from the passage: ${triple.about.name}`) : null,
  ];
}

/** Return the sentence with subject, object, mediators and the words that made the sign marked. */
export function markedSentence(triple) {
  const marks = [];
  const mark = (from, to, css, title) => { if (from >= 0) marks.push({ from, to, css, title }); };
  mark(triple.subject.from, triple.subject.to, "s", "subject");
  mark(triple.object.from, triple.object.to, "o", "object");
  for (const mention of triple.via) mark(mention.from, mention.to, "v", "via");
  for (const [, role, , from, to] of triple.trace) mark(from, to, "t", spelled(role));
  mark(triple.trigger[1], triple.trigger[2], "t", "states the relation");
  return cut(triple.sentence.text, marks);
}

/** Return text in pieces, some of them marked; where marks overlap, the one that comes first in the list stays. */
export function cut(text, marks) {
  const kept = [];
  for (const mark of marks) {
    if (mark.to <= text.length && !kept.some((other) => mark.from < other.to && other.from < mark.to)) kept.push(mark);
  }
  const pieces = [];
  let at = 0;
  for (const mark of kept.sort((a, b) => a.from - b.from)) {
    pieces.push(text.slice(at, mark.from), h(`mark.${mark.css}`, { title: mark.title }, text.slice(mark.from, mark.to)));
    at = mark.to;
  }
  pieces.push(text.slice(at));
  return pieces;
}

function responseName(mention) {
  if (mention.entity.type !== "DRUG_RESPONSE" || !mention.direction) return mention.entity.name;
  return mention.entity.name.replace(/resistance$/, mention.direction);
}

function trace(triple) {
  const product = isProduct(triple);
  const steps = signSteps(triple).map((step, index) => [
    index ? h("span.times", {}, product ? " × " : " · ") : null,
    h("span.step", {}, h("q", {}, step.text), ` ${step.says}`, step.sign ? h("b", {}, step.sign > 0 ? " (+)" : " (−)") : null),
  ]);
  return h("p.trace", {}, h("span.soft", {}, "Sign: "), steps, h("span.times", {}, steps.length ? " = " : "", triple.negated ? "denied: " : ""), h("strong", {}, netEffect(triple)));
}

function whereabouts(sentence) {
  const { document } = sentence;
  const place = [sentence.headings.join(" › ") || spelled(sentence.section), sentence.page ? `page ${sentence.page}` : null];
  return [h("span.soft", {}, "In "), h("a", { href: `#table&doc=${encodeURIComponent(document.id)}` }, document.title || document.id), " · ", place.filter(Boolean).join(" · ")];
}

function passage(app, triple) {
  const { sentence } = triple;
  const pages = [...new Set(sentence.boxes.map(([page]) => page))].map((page) => app.run.pictures[`${sentence.document.id}:${page}`]);
  if (pages.some(Boolean)) return unfold(`Show page ${sentence.page}`, () => h("div", {}, pages.filter(Boolean).map((picture) => pagePicture(picture, triple))), "button.quiet");
  if (!sentence.before && !sentence.after) return null;
  return unfold("Show the paragraph", () => h("p.paragraph", {}, sentence.before, " ", h("span.here", {}, markedSentence(triple)), " ", sentence.after), "button.quiet");
}

function pagePicture([source, number, width, height, left, bottom], triple) {
  const rectangles = (boxes, css) => boxes.filter(([page]) => page === number).map(([, x0, y0, x1, y1]) =>
    svg(`rect.${css}`, { x: x0 - left - 1, y: height - (y1 - bottom) - 1, width: x1 - x0 + 2, height: y1 - y0 + 2, rx: 2 }));
  return h("figure.page", {},
    h("div.sheet", { style: { "aspect-ratio": `${width} / ${height}` } },
      h("img", { src: source, loading: "lazy", alt: `Page ${number} of the document, with the sentence of this claim highlighted`, onload: (event) => centre(event.target, triple, number, height) }),
      svg("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
        rectangles(triple.sentence.boxes, "box"), rectangles(triple.subject.boxes, "s"), rectangles(triple.object.boxes, "o"))),
    h("figcaption.small", {}, `Page ${number}. `, h("mark.s", {}, "subject"), " ", h("mark.o", {}, "object"), " ", h("span.boxkey", {}, "sentence")));
}

function centre(image, triple, number, height) {
  const tops = triple.sentence.boxes.filter(([page]) => page === number).map(([, , , , y1]) => y1);
  const frame = image.closest(".page");
  if (tops.length) frame.scrollTop = Math.max(0, (1 - Math.max(...tops) / height) * image.clientHeight - 80);
}

function judge(app, triple, id = triple.id) {
  const { verdicts } = app;
  const { corrections, verdicts: meanings } = app.run.sheet;
  const fields = h("div.fields", { hidden: true });
  const field = (name, hint) => h("label", {}, `${name} `, h("input", { value: verdicts.get(id)[name], placeholder: hint, oninput: (event) => verdicts.set(id, { [name]: event.target.value }) }));
  const buttons = Object.entries(KEYS).map(([key, name]) => h("button.verdict", { type: "button", "data-verdict": name, title: `${meanings[name]} (key ${key})`, onclick: () => setVerdict(app, triple, name) }, h("kbd", {}, key), ` ${name}`));
  const missing = h("button.verdict", { type: "button", title: "The sentence makes a claim that was not found: say what it is as a correction", onclick: () => {
    verdicts.set(`${triple.id}+`, { verdict: MISSING });
    fields.append(h("label", {}, "missing claim ", h("input", { placeholder: corrections, value: verdicts.get(`${triple.id}+`).correction, oninput: (event) => verdicts.set(`${triple.id}+`, { correction: event.target.value }) })));
    fields.hidden = false;
    missing.disabled = true;
  } }, "+ missing claim");
  fields.append(field("correction", corrections), field("comment", "for others to read"));
  const box = h("div.judge", { role: "group", "aria-label": "Verdict" }, buttons, missing, fields);
  showVerdict(box, verdicts.get(id));
  return box;
}

function setVerdict(app, triple, name) {
  const given = app.verdicts.get(triple.id).verdict;
  app.verdicts.set(triple.id, { verdict: given === name ? "" : name });
  for (const article of document.querySelectorAll(`article[data-id="${CSS.escape(triple.id)}"]`)) showVerdict(article.querySelector(".judge"), app.verdicts.get(triple.id));
}

function showVerdict(box, entry) {
  for (const button of box.querySelectorAll("[data-verdict]")) button.setAttribute("aria-pressed", String(button.dataset.verdict === entry.verdict));
  if (entry.verdict && entry.verdict !== "correct") box.querySelector(".fields").hidden = false;
}

function judgeByKey(app, triple, event) {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const chosen = KEYS[event.key.toLowerCase()];
  if (chosen) setVerdict(app, triple, chosen);
  else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else return;
  event.preventDefault();
}

function step(by) {
  const articles = [...document.querySelectorAll("article.evidence[tabindex]")].filter((article) => article.offsetParent);
  const next = articles[articles.indexOf(document.activeElement.closest("article.evidence")) + by];
  if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
}
