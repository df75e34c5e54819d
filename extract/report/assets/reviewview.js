// The review: claims with their sentences open, one verdict a key, saved as a sheet.

import { h, save } from "./dom.js";
import { KEYS, sheet } from "./review.js";
import { growing } from "./parts.js";
import { filtered, openClaim } from "./tableview.js";

/** Return the review with the filters as they stand in `want`. */
export function reviewView(app, want) {
  const { verdicts, run } = app;
  const done = h("span.soft", { role: "status" });
  const tell = () => { done.textContent = `${verdicts.count()} judged of ${run.triples.length.toLocaleString("en")} statements`; };
  verdicts.listeners = [tell];
  tell();
  const file = h("input", { type: "file", accept: ".csv", hidden: true, "aria-label": "A saved sheet", onchange: async (event) => {
    try {
      done.textContent = `${verdicts.load(await event.target.files[0].text())} verdicts taken in`;
    } catch (error) {
      done.textContent = error.message;
    }
  } });
  const tools = h("div.curate", {},
    h("label", {}, "Your name ", h("input", { id: "curator", value: verdicts.curator, oninput: (event) => verdicts.setCurator(event.target.value) })),
    h("button.primary", { type: "button", id: "save", onclick: () => save("review.csv", sheet(run, verdicts), "text/csv;charset=utf-8") }, "Save verdicts as CSV"),
    h("button", { type: "button", onclick: () => file.click() }, "Load a saved sheet"), file, done);
  return h("div", {}, h("h1", {}, "Review"),
    h("p", {}, "Statements of the same claim stand together. Focus one and press ", Object.entries(KEYS).map(([key, name], index) => [index ? ", " : null, h("kbd", {}, key), ` ${name}`]), "; ", h("kbd", {}, "j"), " and ", h("kbd", {}, "k"), " go on and back. ",
      h("code", {}, "resistract review --apply review.csv"), " turns the sheet into gold."),
    h("details", {}, h("summary", {}, "Verdicts and corrections"), h("dl", {}, Object.entries(run.sheet.verdicts).map(([name, meaning]) => [h("dt", {}, name), h("dd", {}, meaning)]), h("dt", {}, "corrections"), h("dd", {}, run.sheet.corrections))),
    tools,
    filtered(app, { sort: "doubtful", ...want }, "review", (claims) => {
      const list = h("div.reviewed", {});
      return [list, growing(list, claims, (claim) => openClaim(app, claim), { step: 15 })];
    }));
}
