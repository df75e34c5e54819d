// The network of claims: which nodes and edges a choice leaves, and a drawing of it as SVG.

import { isResponse } from "./data.js";
import { evidence, select } from "./filters.js";

export const SHAPES = {
  GENE: "ellipse", NCRNA: "diamond", CHEMICAL: "round-rectangle", DISEASE: "hexagon", CELL_LINE: "pentagon", CELL_TYPE: "pentagon",
  PATHWAY: "octagon", PROCESS: "barrel", DRUG_RESPONSE: "rectangle", VARIANT: "triangle",
};

/** Return {nodes, edges, total}: the best supported claims that pass, at most `most`, with their mediators as paths. */
export function graphOf(run, want, most) {
  const passing = select(run.claims.filter((claim) => !claim.negated && claim.subject !== claim.object), { ...want, sort: "studies" });
  const near = want.around ? reach(passing, new Set(run.entities.filter((entity) => entity.id === want.around)), 2) : passing;
  const chosen = want.drug ? ofDrug(near, want.drug.toLowerCase()) : near;
  const nodes = new Map();
  const edges = [];
  const node = (entity) => {
    if (!nodes.has(entity)) nodes.set(entity, { id: `n${entity.index}`, entity, weight: 0 });
    const held = nodes.get(entity);
    held.weight += 1;
    return held.id;
  };
  for (const claim of chosen.slice(0, most)) {
    const [source, target] = [node(claim.subject), node(claim.object)];
    const mediators = [...new Set(claim.support.flatMap((triple) => triple.via.map((mention) => mention.entity)))].filter((entity) => entity !== claim.subject && entity !== claim.object);
    edges.push({ id: `e${claim.index}`, source, target, claim, sign: claim.sign, via: mediators.length > 0 });
    for (const entity of mediators) {
      const middle = node(entity);
      edges.push({ id: `v${claim.index}-${entity.index}-a`, source, target: middle, claim, sign: 0, path: true });
      edges.push({ id: `v${claim.index}-${entity.index}-b`, source: middle, target, claim, sign: 0, path: true });
    }
  }
  return { nodes: [...nodes.values()], edges, total: chosen.length };
}

/** Return a drawing as a stand-alone SVG text. `placed` are nodes with x and y; `colours` maps sign and ink to colours. */
export function drawing({ nodes, edges }, placed, colours) {
  const at = new Map(placed.map((node) => [node.id, node]));
  const xs = placed.map((node) => node.x);
  const ys = placed.map((node) => node.y);
  const [left, top] = [Math.min(...xs) - 90, Math.min(...ys) - 40];
  const [width, height] = [Math.max(...xs) - left + 90, Math.max(...ys) - top + 40];
  const parts = edges.map((edge) => edgeLine(edge, at.get(edge.source), at.get(edge.target), colours));
  for (const node of nodes) parts.push(nodeShape(node, at.get(node.id), colours));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[left, top, width, height].map(round).join(" ")}" width="${round(width)}" height="${round(height)}" font-family="sans-serif" font-size="11">`
    + `<title>Network of claims</title><rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" fill="${colours.paper}"/>${parts.join("")}</svg>\n`;
}

function ofDrug(claims, name) {
  const about = (claim) => [claim.subject, claim.object].some((entity) => entity.name.toLowerCase() === name || entity.drugs.some((drug) => drug.name.toLowerCase() === name && isResponse(entity)));
  const own = claims.filter((claim) => about(claim) || evidence(claim).some((triple) => triple.about && triple.about.name.toLowerCase() === name));
  const drivers = new Set(own.filter((claim) => isResponse(claim.object)).map((claim) => claim.subject));
  return [...own, ...claims.filter((claim) => !own.includes(claim) && drivers.has(claim.subject) && drivers.has(claim.object))];
}

function reach(claims, centre, steps) {
  const found = new Set();
  let front = centre;
  for (let step = 0; step < steps; step += 1) {
    const next = new Set(front);
    for (const claim of claims) {
      if (!front.has(claim.subject) && !front.has(claim.object)) continue;
      found.add(claim);
      next.add(claim.subject).add(claim.object);
    }
    front = next;
  }
  return claims.filter((claim) => found.has(claim));
}

function edgeLine(edge, from, to, colours) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const [x, y] = [to.x - ux * 18, to.y - uy * 18];
  const colour = colours[edge.sign];
  const line = `<line x1="${round(from.x + ux * 14)}" y1="${round(from.y + uy * 14)}" x2="${round(x)}" y2="${round(y)}" stroke="${colour}" stroke-width="${edge.path ? 1 : round(thickness(edge.claim))}"${edge.path ? ' stroke-dasharray="4 3"' : ""}/>`;
  return line + head(edge.sign, x, y, ux, uy, colour);
}

function head(sign, x, y, ux, uy, colour) {
  if (sign < 0) return `<line x1="${round(x - uy * 6)}" y1="${round(y + ux * 6)}" x2="${round(x + uy * 6)}" y2="${round(y - ux * 6)}" stroke="${colour}" stroke-width="2.5"/>`;
  if (sign > 0) return `<polygon points="${[[x + ux * 5, y + uy * 5], [x - ux * 5 - uy * 4, y - uy * 5 + ux * 4], [x - ux * 5 + uy * 4, y - uy * 5 - ux * 4]].map((point) => point.map(round).join(",")).join(" ")}" fill="${colour}"/>`;
  return `<circle cx="${round(x)}" cy="${round(y)}" r="2.5" fill="${colour}"/>`;
}

function nodeShape(node, { x, y }, colours) {
  const response = isResponse(node.entity);
  const body = node.entity.type === "CHEMICAL" || response
    ? `<rect x="${round(x - 12)}" y="${round(y - 8)}" width="24" height="16" rx="${response ? 0 : 5}" fill="${colours.panel}" stroke="${colours.ink}"/>`
    : `<circle cx="${round(x)}" cy="${round(y)}" r="9" fill="${colours.panel}" stroke="${colours.ink}"/>`;
  return `${body}<text x="${round(x)}" y="${round(y + 22)}" text-anchor="middle" fill="${colours.ink}">${escaped(node.entity.name)}</text>`;
}

/** Return the thickness of an edge: the more studies, the thicker. */
export function thickness(claim) {
  return 1.2 + Math.min(4, Math.log2(Math.max(1, claim.studies)) * 1.3);
}

function escaped(text) {
  return text.replace(/[&<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (character) => (character < " " ? "" : `&#${character.charCodeAt(0)};`));
}

function round(number) {
  return Math.round(number * 10) / 10;
}
