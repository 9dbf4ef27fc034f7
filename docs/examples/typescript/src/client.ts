// A typed client: paths, parameters, bodies and answers are those of the
// OpenAPI document, so that the compiler finds what does not fit.
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./api.js";

export type Newsroom = Client<paths>;
export type Article = components["schemas"]["Article"];
export type Problem = components["schemas"]["Problem"];

/** Returns a client that reads what everyone may. */
export function reader(baseUrl: string): Newsroom {
  return createClient<paths>({ baseUrl, querySerializer: writeQuery });
}

/** Signs in and returns a client that writes. Its token lasts minutes. */
export async function signIn(baseUrl: string, email: string, password: string): Promise<Newsroom> {
  const newsroom = reader(baseUrl);
  const tokens = good(await newsroom.POST("/v1/auth/login", { body: { email, password } }));
  newsroom.use({
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${tokens.access_token}`);
      return request;
    },
  });
  return newsroom;
}

/** An answer that says no, with the reason as the server gives it. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
  }
}

/** Returns the data of a good answer, and throws Refused for another. */
export function good<T>(answer: { data?: T; error?: Problem; response: Response }): NonNullable<T> {
  if (answer.error) {
    throw new Refused(answer.error);
  }
  if (answer.data === undefined || answer.data === null) {
    throw new Error(`${answer.response.status} without data`);
  }
  return answer.data;
}

/** Returns the ETag of an answer, for If-Match. */
export function etag(answer: { response: Response }): string {
  const tag = answer.response.headers.get("ETag");
  if (tag === null) {
    throw new Error("an answer without an ETag");
  }
  return tag;
}

// fields and include hold several names in one value; what else is a list is
// repeated.
function writeQuery(query: Record<string, unknown>): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const values = [value].flat().filter((one) => one !== undefined && one !== null);
    if (name === "fields" || name === "include") {
      written.set(name, values.join(","));
      continue;
    }
    for (const one of values) {
      written.append(name, String(one));
    }
  }
  return written.toString();
}
