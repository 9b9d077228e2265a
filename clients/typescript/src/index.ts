import createClient from "openapi-fetch";

import type { components, paths } from "./schema.js";

export type Answer = components["schemas"]["Answer"];
export type Message = components["schemas"]["RequestRow"];
/** How a request was refused: `kind` is a stable word. */
export type Problem = components["schemas"]["Body"];
export type { components, paths };

/** A client of the API at an address; `key` is one of `tocsin api-key new`, and public requests need none. */
export function connect(address: string, key?: string) {
  const headers: Record<string, string> = key ? { Authorization: `Bearer ${key}` } : {};
  return createClient<paths>({ baseUrl: address, headers });
}
