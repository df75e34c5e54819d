// The address of a view: all that is chosen stands behind the "#", so that a view can be shared.

const VIEWS = ["start", "table", "network", "review"];

/** Return {view, id, want} of an address such as `#drug=lenvatinib` or `#table&q=egfr&sign=1`. */
export function read(hash, otherwise = "start") {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const [first] = parameters.keys();
  if (first === undefined) return { view: otherwise, id: "", want: {} };
  const id = parameters.get(first);
  const want = Object.fromEntries([...parameters].slice(1));
  if (first === "drug" || first === "entity") return { view: first, id, want };
  return { view: VIEWS.includes(first) ? first : otherwise, id: "", want };
}

/** Return the address of a view; empty choices are left out. */
export function write(view, id = "", want = {}) {
  const chosen = Object.entries(want).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const rest = new URLSearchParams(chosen).toString();
  const head = id ? new URLSearchParams([[view, id]]).toString() : view;
  return `#${head}${rest ? `&${rest}` : ""}`;
}
