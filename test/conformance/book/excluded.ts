/** Rules without a test, and why: what a simulator of concurrency cannot express, and what this one does not do yet. */

/** Nothing that this simulator takes in or gives out could be different if the rule were another one. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  "SCALE-12": "tells how fast AWS's fleet can start containers, far above any limit that a customer meets",
  "PC-16": "an environment variable that only the function's own code can read; admission does not depend on it",
  "PC-18": "advice on which number to choose, not behaviour: a scenario shows what any number does",
  "SNAP-9": "when AWS patches and whether a new snapshot then fails is neither announced nor measured",
  "SNAP-12": "AWS does not publish how many snapshots may be made at once, and invocations do not make any",
  "LIFE-6": "about lines in a log; whether Init failed shows in the result, its log line changes nothing",
  "LIFE-11": "Shutdown runs after the last request, in an environment that holds no concurrency any more",
  "LIFE-17": "a statistic over all customers; the share of a scenario follows from its own traffic",
  "ASY-16": "fields of the JSON record that a destination receives; a run counts records, it has no payloads",
  "MET-24": "DocumentDB record sizes and code signatures: a simulated request has neither",
  "MET-25": "labels of units in CloudWatch; every number here carries its unit in its name",
  "MET-28": "the text of a line in the function's log; its numbers are in the result under their own names",
  "MET-30": "names of trace segments and telemetry events; the event log has names of its own",
  "LIM-7": "code storage is used up by deployments, never by invocations",
  "LIM-10": "file descriptors and processes are used by code inside the environment, which is not run",
  "LIM-14": "publishing is a management call; a scenario names versions through their aliases",
  "LIM-20": "limits of management calls; only invocations are simulated",
  "LIM-21": "says itself that roles and the like play no part",
  "LMI-9": "throughput in MB/s: a simulated request has no size",
  "MVM-1": "another product than functions: it has no invocations, so none of the other rules hold for it",
};

/** Could be expressed here, and is not: what is missing. */
export const NOT_YET: Readonly<Record<string, string>> = {
  "RPS-11": "pollers of SQS and streams",
  "RES-11": "pollers of Amazon MQ",
  "MET-19": "pollers of streams",
  "MET-20": "pollers of Kafka",
  "MET-21": "pollers of event sources",
  "MET-22": "pollers of Kafka",
  "MET-23": "provisioned pollers",
};
