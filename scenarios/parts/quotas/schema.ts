/** Fields that AWS's quotas on configuration are about: they are checked, and change nothing but what a run costs. */
import * as z from "zod";
import { FACTS } from "../../../sim/index.ts";
import { bytes, type Complaint, choice, count, fields, size } from "../../values/units.ts";

/** A rule with what AWS answers beyond it. */
const refused = (rule: string): string => `${rule}; AWS: 400 InvalidParameterValueException`;

const most = (fact: { readonly value: number; readonly rule: string }, unit: string) => ({
  max: `${fact.value}${unit}`,
  rule: refused(fact.rule),
});

const sizes = fields("a package", () => ({
  zipped: size(most(FACTS.zippedMaxMb, "MB"))
    .optional()
    .describe("The archive, if uploaded directly, up to 50MB; leave it out for one that comes from S3 (LIM-6)."),
  unzipped: size(most(FACTS.unzippedMaxMb, "MB"))
    .optional()
    .describe("All files, those of the layers included, up to 250MB (LIM-6)."),
  image: size(most(FACTS.imageMaxGb, "GB"))
    .optional()
    .describe("In place of the other two: the uncompressed image, up to 10GB (LIM-6)."),
})).transform((given, context): "zip" | "image" => {
  if (given.image === undefined) return "zip";
  if (given.zipped !== undefined || given.unzipped !== undefined) {
    const params: Complaint = { id: "pick-one", hint: "give the sizes of one of the two" };
    context.addIssue({
      code: "custom",
      path: ["image"],
      message: "makes it an image, which has no zip archive",
      params,
    });
  }
  return "image";
});

/** "zip" or "image", or either with its sizes. */
export const packageKind = z.union([choice(["zip", "image"]), sizes]);

/** Of a VPC. */
export const vpcQuotas = () => ({
  subnets: count({ max: FACTS.subnetsMax.value, rule: refused("LIM-18") })
    .optional()
    .describe("Number of subnets, up to 16 (LIM-18)."),
  securityGroups: count({ max: FACTS.securityGroupsMax.value, rule: refused("LIM-18") })
    .optional()
    .describe("Number of security groups, up to 5 (LIM-18)."),
});

export const functionQuotas = () => ({
  ephemeralStorage: size({
    min: `${FACTS.storageMinMb.value}MB`,
    max: `${FACTS.storageMaxMb.value}MB`,
    rule: refused("LIM-3"),
  })
    .optional()
    .describe(
      "Size of /tmp, 512MB to 10240MB, charged above 512MB; default 512MB, all that SnapStart allows (LIM-3, SNAP-3).",
    ),
  environmentVariables: bytes(most(FACTS.environmentVariablesMaxKb, "KB"))
    .optional()
    .describe("Size of all environment variables, up to 4KB (LIM-4)."),
  layers: count({ max: FACTS.layersMax.value, rule: refused("LIM-5") })
    .optional()
    .describe("Number of layers, up to 5 (LIM-5)."),
});

export const trafficQuotas = () => ({
  payload: bytes()
    .optional()
    .describe(
      "Size of the largest request, up to 6MB, or 1MB of an Event; all events are charged as such (LIM-8, PR-R5).",
    ),
  clientContext: bytes(most(FACTS.clientContextMaxBytes, "B"))
    .optional()
    .describe("Size of the client context in base64, up to 3583B (LIM-9)."),
});
