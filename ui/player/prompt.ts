/** What is being typed at the bottom line: a filter, or the field and value of a what-if. */
import type { Field } from "../../scenarios/index.ts";

export interface Prompt {
  readonly kind: "filter" | "what-if";
  readonly text: string;
  /** What a what-if can change, and which of those that fit is marked. */
  readonly fields: readonly Field[];
  readonly row: number;
  /** Why the change that was typed cannot be made; null until it was tried. */
  readonly refusal: string | null;
}

export type PromptStep =
  | { readonly kind: "typed"; readonly text: string }
  | { readonly kind: "erased" | "complete" }
  | { readonly kind: "choose"; readonly by: number }
  | { readonly kind: "refused"; readonly text: string };

export const openPrompt = (kind: Prompt["kind"], text: string, fields: readonly Field[]): Prompt => ({
  kind,
  text,
  fields,
  row: 0,
  refusal: null,
});

/** The next state of what is typed; `complete` puts the marked field in place of what stands there. */
export function advancePrompt(prompt: Prompt, step: PromptStep): Prompt {
  switch (step.kind) {
    case "typed":
      return { ...prompt, text: prompt.text + step.text, row: 0, refusal: null };
    case "erased":
      return { ...prompt, text: [...prompt.text].slice(0, -1).join(""), row: 0, refusal: null };
    case "choose": {
      const last = fitting(prompt).length - 1;
      return { ...prompt, row: Math.max(0, Math.min(last, prompt.row + step.by)) };
    }
    case "complete": {
      const marked = fitting(prompt)[prompt.row];
      return marked === undefined || isChange(prompt) ? prompt : { ...prompt, text: `${marked.path}=`, row: 0 };
    }
    case "refused":
      return { ...prompt, refusal: step.text };
  }
}

/** A field has been chosen: what follows the sign is its new value. */
export const isChange = ({ text }: Prompt): boolean => text.includes("=");

/** The path and the value of a what-if; null as long as there is no value. */
export function changeOf({ text }: Prompt): { readonly path: string; readonly value: string } | null {
  const [, path = "", value = ""] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  return path.trim() === "" || value.trim() === "" ? null : { path: path.trim(), value: value.trim() };
}

/** Fields that hold every word typed so far; once one is chosen, that one. */
export function fitting({ text, fields }: Prompt): readonly Field[] {
  const [path = ""] = text.split("=");
  if (text.includes("=")) return fields.filter((field) => field.path === path.trim());
  const words = path.toLowerCase().split(/\s+/);
  return fields.filter((field) => words.every((word) => field.path.toLowerCase().includes(word)));
}
