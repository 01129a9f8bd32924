/** Whether a change may set what a path leads to: the fields on the way say so themselves. */
import * as z from "zod";
import { scenarioSchema } from "../../schema.ts";
import { CHANGE, type Changeable } from "../../values/units.ts";

/** `unknown`: no field of the format, which whoever reads the changed settings tells. */
type Answer = { readonly may: boolean; readonly because?: string | undefined } | "unknown";

const NO: Changeable = { may: "never" };
/** What says more comes first. */
const MAY: readonly Changeable["may"][] = ["whole", "itself", "within", "never"];

/** @param path  as in "functions.checkout.reserved"; it begins in `format`. */
export function mayChange(path: string, format: z.core.$ZodType = scenarioSchema): Answer {
  const keys = path.split(".");
  let forms: readonly z.core.$ZodType[] = [format];
  let above: Changeable = { may: "within" };
  for (const key of keys) {
    forms = forms.flatMap((form) => membersOf(form, key));
    if (forms.length === 0) return above.may === "within" ? "unknown" : { may: false };
    if (above.may === "never") return { may: false };
    above = saidOf(forms);
    if (above.may === "whole") return { may: true };
  }
  return { may: above.may === "itself", because: above.because };
}

/** What a field says, whichever of the layers and forms of its value says it. */
function saidOf(forms: readonly z.core.$ZodType[]): Changeable {
  const said = forms.flatMap(layersOf).flatMap((layer) => CHANGE.get(layer) ?? []);
  return said.sort((a, b) => MAY.indexOf(a.may) - MAY.indexOf(b.may))[0] ?? NO;
}

/** A schema with what is optional, has a default, is transformed or is one of several forms in it. */
function layersOf(form: z.core.$ZodType): z.core.$ZodType[] {
  if (form instanceof z.ZodOptional || form instanceof z.ZodPrefault) return [form, ...layersOf(form.def.innerType)];
  if (form instanceof z.ZodPipe) return [form, ...layersOf(form.def.in)];
  if (form instanceof z.ZodUnion) return [form, ...form.def.options.flatMap(layersOf)];
  return [form];
}

/** What stands under a key: a field, a value by the user's name, or an item of a list by its name or number. */
function membersOf(form: z.core.$ZodType, key: string): z.core.$ZodType[] {
  const layers = layersOf(form);
  const fields = layers.flatMap((layer): z.core.$ZodType[] => {
    if (layer instanceof z.ZodObject) return Object.hasOwn(layer.shape, key) ? [layer.shape[key]] : [];
    return layer instanceof z.ZodRecord ? [layer.def.valueType] : [];
  });
  if (fields.length > 0) return fields;
  return layers.flatMap((layer) => (layer instanceof z.ZodArray ? [layer.def.element] : []));
}
