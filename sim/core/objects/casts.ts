/** What an entry of the agenda is, by its kind: the only casts of the core. */
import type { Entry } from "../base/agenda.ts";
import type { Deadline, Environment, Request, Sending } from "./requests.ts";
import type { Source } from "./source.ts";

export const sourceOf = (entry: Entry): Source => entry as Source;
export const environmentOf = (entry: Entry): Environment => entry as Environment;
export const requestOf = (entry: Entry): Request => entry as Request;
export const deadlineOf = (entry: Entry): Deadline => entry as Deadline;
export const sendingOf = (entry: Entry): Sending => entry as Sending;
