// The page of an entity: what it does, what is done to it, how it is written and where it is identified.

import { write } from "./address.js";
import { isResponse, tally } from "./data.js";
import { h, outside } from "./dom.js";
import { count, growing } from "./parts.js";
import { claimRow } from "./tableview.js";
import { STATES, identifierLink, spelled } from "./words.js";

/** Return the page of the entity of an id, null if the run has none. */
export function entityView(app, id) {
  const entity = app.run.entities.find((one) => one.id === id);
  if (!entity) return null;
  const address = identifierLink(entity.curie);
  const drug = app.run.drugs.find((one) => one.entity === entity);
  const does = entity.claims.filter((claim) => claim.subject === entity);
  const done = entity.claims.filter((claim) => claim.object === entity);
  const via = app.run.claims.filter((claim) => claim.support.some((triple) => triple.via.some((mention) => mention.entity === entity)));
  return h("div", {},
    h("h1", {}, entity.name),
    h("p.lead", {}, spelled(entity.type), entity.curie ? [" · ", address ? outside(address, entity.curie) : entity.curie] : null, " · ", count(entity.claims.length, "claim"),
      drug ? [" · ", h("a", { href: write("drug", drug.name) }, `Resistance to ${drug.name}`)] : null,
      isResponse(entity) ? null : [" · ", h("a", { href: write("network", "", { around: entity.id }) }, "Network")]),
    h("dl.facts", {},
      entity.names.length ? [h("dt", {}, "Written as"), h("dd", {}, entity.names.map(([name, number]) => `${name} (${number})`).join(", "))] : null,
      states(entity)),
    part(app, `What ${entity.name} does`, does), part(app, `What acts on ${entity.name}`, done), part(app, `Said to run via ${entity.name}`, via));
}

function states(entity) {
  const mentions = entity.claims.flatMap((claim) => [...claim.support, ...claim.counter]).flatMap((triple) => [triple.subject, triple.object]).filter((mention) => mention.entity === entity && mention.state !== "none");
  if (!mentions.length) return null;
  return [h("dt", {}, "States seen"), h("dd", {}, tally([...new Set(mentions)].map((mention) => STATES[mention.state])).map(([state, number]) => `${state} (${number})`).join(", "))];
}

function part(app, title, claims) {
  if (!claims.length) return null;
  const list = h("ul.claims", {});
  const sorted = [...claims].sort((a, b) => b.studies - a.studies || b.confidence - a.confidence);
  return h("section", {}, h("h2", {}, `${title} · ${claims.length}`), list, growing(list, sorted, (claim) => claimRow(app, claim), { step: 30 }));
}
