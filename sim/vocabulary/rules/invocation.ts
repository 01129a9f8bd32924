/** The rules of answers (ERR), of callers' retries (SDK) and of asynchronous invocation (ASY). */
import { type Row, rulesOf } from "./rule.ts";

const ERR: readonly Row[] = [
  ["ERR-1", "DE", ["api"], "A run that failed still answers 200, with a header; an accepted event answers 202."],
  ["ERR-2", "DE+OBS", ["api", "o-retries"], "A refusal is a 429 TooManyRequestsException with a reason code."],
  ["ERR-3", "DE+OBS", ["api", "o-retries"], "A 429 may carry Retry-After; the one seen live did not."],
  ["ERR-4", "D", ["retries"], "Lambda never repeats a synchronous call; its caller may."],
  ["ERR-5", "D", ["metrics"], "Refused requests count neither as invocations nor as errors."],
];

const SDK: readonly Row[] = [
  ["SDK-1", "DE", ["py-retry"], "Python, legacy: 5 attempts, waits doubling from up to 1 s, no cap, no quota."],
  [
    "SDK-2",
    "DE",
    ["py-retry"],
    "Python, standard before 2026: 3 attempts, waits to 20 s, a quota of 500 at 5 a retry.",
  ],
  [
    "SDK-3",
    "DE",
    ["js-retry"],
    "JavaScript, standard before 2026: 3 attempts, waits from 100 ms, 500 ms for throttles.",
  ],
  ["SDK-4", "DE", ["blog-retry"], "Java 2, legacy before 2026: 4 attempts, waits from 100 ms, 500 ms for throttles."],
  [
    "SDK-5",
    "DE",
    ["py-retry", "js-retry", "blog-retry"],
    "Standard of 2026, every SDK: 3 attempts, waits from 50 ms or 1 s, a quota of 500.",
  ],
  ["SDK-6", "DE", ["py-retry", "js-retry"], "Adaptive: as standard, with a limit on the client's own rate."],
  [
    "SDK-7",
    "DE",
    ["blog-retry", "js-retry"],
    "The standard of 2026 is the default here; the older modes can be chosen.",
  ],
  [
    "SDK-8",
    "DE",
    ["py-retry", "js-retry"],
    "Throttles, 5xx and lost connections are repeated; a function error is an answer.",
  ],
  ["SDK-9", "DE", ["py-retry", "js-retry"], "A hint of the service may lengthen a wait, by 5 s at most."],
  [
    "SDK-10",
    "DE",
    ["py-retry", "js-retry"],
    "The adaptive limit cuts to 0.7 on a throttle and grows back along a cubic.",
  ],
  ["SDK-11", "DE", ["py-retry", "js-retry"], "A full quota pays for 100 retries of throttles or 35 of other failures."],
];

const ASY: readonly Row[] = [
  ["ASY-1", "D", ["quotas", "api"], "An event is accepted with 202 whatever the concurrency; 1 MB at most."],
  [
    "ASY-2",
    "DE+MOD",
    ["blog-async", "blog-billions"],
    "Events wait in a queue and run through normal admission; one queue per function here.",
  ],
  ["ASY-3", "D", ["async-err", "api"], "Function errors: up to 2 retries, after 1 and 2 minutes."],
  ["ASY-4", "OBS+MOD", ["o-retries"], "Those waits were measured up to a tenth longer; jitter does this."],
  ["ASY-5", "D", ["async-err"], "Refusals and platform errors go back to the queue until the event is too old."],
  ["ASY-6", "OBS+MOD", ["o-retries"], "Waits after refusals double from 1 s to 5 min, with the same jitter."],
  [
    "ASY-7",
    "D",
    ["async-cfg", "api"],
    "An event may be 1 min to 6 h old, 6 h unless set, counted from its acceptance.",
  ],
  ["ASY-8", "D+MOD", ["async-err"], "A long backlog makes AWS read more slowly; events may grow too old untried."],
  [
    "ASY-9",
    "D+OBS",
    ["async-rec", "blog-async", "o-retries"],
    "With a reservation of 0 an event is dropped at once, without attempt or throttle.",
  ],
  [
    "ASY-10",
    "D+MOD",
    ["async-rec"],
    "After an attempt: success ends it, then used-up retries, then age; else it waits.",
  ],
  ["ASY-11", "MOD", [], "A retry due at or after the oldest age is not made; the event is dropped when that is known."],
  [
    "ASY-12",
    "DE+OBS",
    ["o-retries", "blog-async"],
    "Each refused attempt is a throttle and tells the age; the event is received once.",
  ],
  ["ASY-13", "D", ["async-rec"], "Records of success and failure go to queues, topics, buckets, buses or functions."],
  [
    "ASY-14",
    "D+MOD",
    ["async-rec", "api"],
    "A dead-letter queue or topic gets the event; with a destination too, both get it.",
  ],
  ["ASY-15", "D", ["async-rec"], "Deliveries that fail are counted; the event is lost."],
  ["ASY-16", "D", ["async-rec"], "A record tells why and after how many attempts the event ended."],
  ["ASY-17", "D", ["async-err"], "An event may be delivered twice without any error."],
  ["ASY-18", "OBS", ["o-retries"], "An idle queue hands an event on about 30 ms after its acceptance."],
  ["ASY-19", "D", ["retries"], "The asynchronous settings hold whoever sent the event."],
  [
    "ASY-20",
    "D+MOD",
    ["recursion", "api"],
    "A function that has run 16 times in a chain of requests is not invoked again in it.",
  ],
  ["ASY-21", "MOD", [], "Platform errors happen with a probability that can be set; 0 by default."],
];

export const ERR_RULES = rulesOf(ERR);
export const SDK_RULES = rulesOf(SDK);
export const ASY_RULES = rulesOf(ASY);
