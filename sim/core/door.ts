/** What the host may have done: the parts of a run made, the run advanced, and single steps of it taken. */
export { advance } from "./advance.ts";
export { answer } from "./answers.ts";
export { beginSource, invokeFrom } from "./arrivals.ts";
export { drop, eventEnded, resume } from "./async-queue.ts";
export { fullBucket, growthOf, resize, scalingOf } from "./base/rates.ts";
export { serveLine } from "./capacity.ts";
export { endIdle, look, replaceCode, takeProvisioned } from "./idle.ts";
export { assign } from "./invoke.ts";
export { makeReady } from "./keeping.ts";
export { draw, uniform } from "./laws.ts";
export {
  addSend,
  beginClients,
  beginRecorded,
  beginTenants,
  newCall,
  newCore,
  newFunction,
  newLaw,
  newRegion,
  newRoute,
  newSend,
  newService,
  newSource,
  newTable,
  newTarget,
  newTenants,
  newVersion,
} from "./make.ts";
export { closeRequest, createEnvironment, endEnvironment, openRequest } from "./objects/core.ts";
export {
  becameIdle,
  busyEnded,
  environmentCreated,
  finished,
  idleEnded,
  runBegan,
  throttled,
  useUnits,
} from "./observe.ts";
export { sendOn } from "./records.ts";
export { beginHandler, endWork, runHandler, tellCaller } from "./running.ts";
export { createUnit } from "./start-times.ts";
