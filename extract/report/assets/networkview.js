// The network one can walk in: nodes by type, edges by sign and support, mediators as dashed paths.

import { write } from "./address.js";
import { h, replace, save } from "./dom.js";
import { forAndAgainst } from "./evidence.js";
import { choices } from "./filters.js";
import { SHAPES, drawing, graphOf, thickness } from "./graph.js";
import { count, entityLink, filterForm, signBadge, statement } from "./parts.js";
import { spelled } from "./words.js";

const FIELDS = { q: "Search", drug: "Drug", class: "Mechanism", kind: "Kind", sign: "Sign", doc: "Document", min: "Confidence at least", most: "Edges at most" };
const MOST = 80;
const NAMED = 200; // nodes up to which every name is shown

/** Return the network of the claims that `want` leaves. */
export function networkView(app, want) {
  const chosen = { ...want };
  const canvas = h("div.network", { role: "img", tabindex: "0", "aria-label": "Network of claims; the list below says the same in words" });
  const status = h("p.status", { role: "status" });
  const detail = h("div.detail", { "aria-live": "polite" });
  const list = h("details", {});
  const state = {};
  const draw = () => {
    const graph = graphOf(app.run, chosen, Number(chosen.most) || MOST);
    state.graph = graph;
    const claims = [...new Set(graph.edges.map((edge) => edge.claim))];
    status.textContent = `${count(graph.nodes.length, "node")}, ${count(claims.length, "claim")} drawn of ${graph.total.toLocaleString("en")}, the best supported first`;
    replace(list, h("summary", {}, "The drawn claims in words"), h("ul", {}, claims.slice(0, 500).map((claim) => h("li", {}, statement(claim, entityLink)))));
    replace(detail, h("p.soft", {}, "Choose a node or an edge to read its evidence."));
    render(app, canvas, state, detail);
  };
  let waiting = 0;
  const change = (name) => (event) => {
    chosen[name] = event.target.value;
    history.replaceState(null, "", write("network", "", chosen));
    clearTimeout(waiting);
    waiting = setTimeout(draw, 150);
  };
  const tools = h("div.tools", {}, status,
    h("button", { type: "button", onclick: () => state.cy.fit(undefined, 30) }, "Fit"),
    h("button", { type: "button", id: "save-svg", onclick: () => save("network.svg", asSvg(state), "image/svg+xml") }, "Save as SVG"),
    h("button", { type: "button", id: "save-png", onclick: async () => save("network.png", await state.cy.png({ output: "blob-promise", full: true, scale: 2, bg: colours().paper }), "image/png") }, "Save as PNG"),
    h("a.button", { href: write("network") }, "Clear filters"));
  requestAnimationFrame(draw);
  return h("div", {}, h("h1", {}, "Network"), filterForm(controls(app, chosen, change)), tools, legend(), canvas, detail, list);
}

function controls(app, chosen, change) {
  const open = choices(app.run);
  open.drug = app.run.drugs.map((drug) => drug.name).sort().map((name) => [name, name]);
  return Object.entries(FIELDS).map(([name, label]) => {
    if (name === "q") return h("label.wide", {}, label, h("input", { type: "search", value: chosen.q || "", oninput: change("q") }));
    if (name === "min") return h("label", {}, label, h("input", { type: "number", min: 0, max: 1, step: 0.05, value: chosen.min || "", oninput: change("min") }));
    if (name === "most") return h("label", {}, label, h("input", { type: "number", min: 10, max: 5000, step: 10, value: chosen.most || MOST, oninput: change("most") }));
    if (!open[name].length) return null;
    return h("label", {}, label, h("select", { onchange: change(name) }, h("option", { value: "" }, "any"), open[name].map(([value, text]) => h("option", { value, selected: chosen[name] === value }, text))));
  });
}

function legend() {
  return h("p.legend.small", {}, signBadge(1, "raises: arrow"), signBadge(-1, "lowers: bar"), signBadge(0, "no sign: dot"), h("span.soft", {}, "dashed: via · thicker: more studies · box: drug · double box: drug response · diamond: non-coding RNA · octagon: pathway"));
}

function render(app, canvas, state, detail) {
  const cytoscape = vendored();
  if (state.cy) state.cy.destroy();
  const { nodes, edges } = state.graph;
  const most = Math.max(1, ...nodes.map((node) => node.weight));
  state.cy = cytoscape({
    container: canvas,
    elements: [
      ...nodes.map((node) => ({ data: { id: node.id, name: node.entity.name, type: node.entity.type, size: 16 + 26 * Math.sqrt(node.weight / most) } })),
      ...edges.map((edge) => ({ data: { id: edge.id, source: edge.source, target: edge.target, sign: edge.sign, width: edge.path ? 1 : thickness(edge.claim) }, classes: edge.path ? "path" : "" })),
    ],
    style: styles(colours(), nodes.length),
    layout: nodes.length ? { name: "fcose", animate: false, randomize: true, quality: nodes.length > 400 ? "draft" : "default", nodeRepulsion: 9000, idealEdgeLength: 80, packComponents: true, nodeDimensionsIncludeLabels: nodes.length <= NAMED } : { name: "grid" },
    minZoom: 0.05, maxZoom: 4, textureOnViewport: nodes.length > 400, hideEdgesOnViewport: edges.length > 1500,
  });
  turn(state.cy);
  const byNode = new Map(nodes.map((node) => [node.id, node]));
  const byEdge = new Map(edges.map((edge) => [edge.id, edge]));
  state.cy.on("tap", "node", (event) => {
    focusOn(state.cy, event.target);
    const { entity } = byNode.get(event.target.id());
    const held = [...new Set(edges.filter((edge) => edge.source === event.target.id() || edge.target === event.target.id()).map((edge) => edge.claim))];
    replace(detail, h("h2", {}, entityLink(entity)), h("p.soft", {}, spelled(entity.type)), h("ul", {}, held.slice(0, 60).map((claim) => h("li", {}, statement(claim, entityLink)))));
  });
  state.cy.on("tap", "edge", (event) => {
    const { claim } = byEdge.get(event.target.id());
    replace(detail, h("h2", {}, statement(claim, entityLink)), forAndAgainst(app, claim.support, claim.counter));
  });
  state.cy.on("tap", (event) => { if (event.target === state.cy) state.cy.elements().removeClass("faint"); });
  canvas.cy = state.cy;
}

/** Lay a wide drawing upright where the window is. */
function turn(cy) {
  const { w, h: high } = cy.elements().boundingBox();
  if ((w > high) !== (cy.width() > cy.height())) cy.nodes().positions((node) => ({ x: node.position("y"), y: node.position("x") }));
  cy.fit(undefined, 20);
}

function focusOn(cy, node) {
  cy.elements().addClass("faint");
  node.closedNeighborhood().removeClass("faint");
}

function styles(colour, nodes) {
  const line = (sign, shape) => ({ selector: `edge[sign = ${sign}]`, style: { "line-color": colour[sign], "target-arrow-color": colour[sign], "target-arrow-shape": shape } });
  return [
    { selector: "node", style: { width: "data(size)", height: "data(size)", "background-color": colour.panel, "border-width": 1.5, "border-color": colour.ink, label: nodes <= NAMED ? "data(name)" : "", color: colour.ink, "font-size": 13, "text-valign": "bottom", "text-margin-y": 3, "text-background-color": colour.paper, "text-background-opacity": 0.8, "min-zoomed-font-size": 5 } },
    ...(nodes > NAMED ? [{ selector: "node[size > 24]", style: { label: "data(name)" } }] : []),
    ...Object.entries(SHAPES).map(([type, shape]) => ({ selector: `node[type = "${type}"]`, style: { shape } })),
    { selector: 'node[type = "CHEMICAL"]', style: { "background-color": colour.drug } },
    { selector: 'node[type = "DRUG_RESPONSE"]', style: { "border-width": 4, "border-style": "double", "background-color": colour.response, "font-weight": "bold" } },
    { selector: "edge", style: { width: "data(width)", "curve-style": nodes > 400 ? "straight" : "bezier", "arrow-scale": 0.9, opacity: 0.85 } },
    line(1, "triangle"), line(-1, "tee"), line(0, "circle"),
    { selector: "edge.path", style: { "line-style": "dashed", opacity: 0.6 } },
    { selector: ".faint", style: { opacity: 0.12 } },
  ];
}

function colours() {
  const set = getComputedStyle(document.documentElement);
  const of = (name) => set.getPropertyValue(name).trim();
  return { "1": of("--plus"), "-1": of("--minus"), "0": of("--none"), ink: of("--ink"), paper: of("--paper"), panel: of("--panel"), drug: of("--o-soft"), response: of("--s-soft") };
}

function asSvg(state) {
  const placed = state.cy.nodes().map((node) => ({ id: node.id(), ...node.position() }));
  return drawing(state.graph, placed, colours());
}

/** Run the vendored scripts the page carries, once, and return cytoscape. */
function vendored() {
  if (!window.cytoscape) {
    for (const held of document.querySelectorAll("script[data-vendored]")) {
      const script = document.createElement("script");
      script.textContent = held.textContent;
      document.head.append(script);
    }
    window.cytoscape.warnings(false); // of edges between nodes that touch
    window.cytoscape.use(window.cytoscapeFcose);
  }
  return window.cytoscape;
}
