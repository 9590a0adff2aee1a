// The control endpoints of the emulator that serves this page.

/** What may go wrong without being a mistake of the page:
 *    Trouble
 *    ├── Refused        the server said no; `message` is its sentence
 *    └── Unreachable    there is no server, or it went away while answering
 */
export class Trouble extends Error {}
export class Refused extends Trouble {}
export class Unreachable extends Trouble {}

async function call(method, path, body, signal) {
  const request = { method, signal, headers: {} };
  if (body instanceof FormData) request.body = body;
  else if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers["Content-Type"] = "application/json";
  }
  const [response, answer] = await exchange(path, request);
  if (!response.ok) throw new Refused(answer.error ?? `${response.status} ${response.statusText}`);
  return answer;
}

async function exchange(path, request) {
  try {
    const response = await fetch(path, request);
    return [response, await response.json()];
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable(error.message);
  }
}

const person = (id) => `/_/people/${encodeURIComponent(id)}`;

export const people = () => call("GET", "/_/people");
export const posters = () => call("GET", "/_/posters");
export const addPerson = (fields) => call("POST", "/_/people", fields);

export const clock = () => call("GET", "/_/clock");
export const moveClock = (seconds) => call("POST", "/_/clock", { advance: seconds });

export const chat = (id, since, wait, signal) =>
  call("GET", `${person(id)}/chat?since=${since}&wait=${wait}`, undefined, signal);
export const start = (id, payload) => call("POST", `${person(id)}/start`, payload ? { payload } : {});
export const say = (id, text) => call("POST", `${person(id)}/say`, { text });
export const block = (id) => call("POST", `${person(id)}/block`, {});
export const unblock = (id) => call("POST", `${person(id)}/unblock`, {});

/** Answers when the bot has answered the callback, or after `wait` seconds with `answer: null`. */
export const tap = (id, messageId, data, wait) =>
  call("POST", `${person(id)}/tap`, { message_id: messageId, data, wait });

export function upload(id, file, kind, name = file.name) {
  const form = new FormData();
  form.append("kind", kind);
  form.append("file", file, name);
  return call("POST", `${person(id)}/upload`, form);
}

export const place = (id, latitude, longitude) =>
  call("POST", `${person(id)}/upload`, { kind: "location", latitude, longitude });

export const fileAddress = (fileId) => `/_/files/${encodeURIComponent(fileId)}`;
