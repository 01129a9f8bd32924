/** What `init` writes: a first scenario, the schema that editors check it with, and a workflow for pull requests. */
import { jsonSchema } from "../../scenarios/index.ts";
import type { Artefact } from "../host/files.ts";

export const FIRST_SCENARIO = "scenarios/first.burst.yaml";
const SCHEMA = "schema/burstlab-1.json";
const WORKFLOW = ".github/workflows/burstlab.yml";

/** Paths are from the folder that becomes the root of the repository. */
export function initFiles(): Artefact[] {
  return [
    { path: FIRST_SCENARIO, content: scenarioText },
    { path: SCHEMA, content: `${JSON.stringify(jsonSchema(), null, 2)}\n` },
    { path: WORKFLOW, content: workflowText },
  ];
}

const scenarioText = `# yaml-language-server: $schema=../${SCHEMA}
# Does one function with 30 reserved units survive three times its usual traffic for a minute?
# Change the numbers to yours, then: burstlab run ${FIRST_SCENARIO}
version: 1
name: first
description: Three times the usual traffic, for one minute.

simulate:
  for: 3m
  seed: 1
  repeat: 3                     # seeds 1 to 3: the same scenario with other luck

region:
  name: us-east-1
  concurrency: 1000             # the account's quota, shared by all functions of the Region

functions:
  checkout:
    memory: 1769MB              # one vCPU
    timeout: 10s
    reserved: 30                # kept for this function, and the most that it may use
    run: { p50: 200ms, p99: 1s }
    init: { constant: 400ms }   # a cold start takes this much longer

traffic:
  - name: shoppers
    invoke: checkout
    phases:
      - { name: usual, for: 1m, rate: 15/s }
      - { name: rush, for: 1m, rate: 45/s }   # 45/s x about 0.25 s: some 12 at once; chance doubles it
      - { name: after, for: 1m, rate: 15/s }

# Without these, nothing can fail. The metrics: burstlab schema --metrics
thresholds:
  - checkout.throttles.rate < 0.1%

# What if? burstlab run ${FIRST_SCENARIO} --all-variants
variants:
  reserved-10: { functions.checkout.reserved: 10 }
`;

const workflowText = `# What a pull request changes for the scenarios of this repository: as a comment, and as
# a failed check when a threshold breaks. All inputs have defaults; those most often changed stand here with theirs.
name: capacity
on:
  pull_request:
permissions:
  contents: read
  pull-requests: write   # for the comment; without it the report is in the summary of the run only
jobs:
  burstlab:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v5
      - uses: burstlab/action@v1
        with:
          scenarios: scenarios/**/*.burst.yaml
          fail-on: error            # or warn, worse, never
          comment: auto             # or always, never

# Pull requests from forks get a token that may not comment. Their report is in the summary of the run and in its
# artifact. To have it as a comment, too, put what follows into a second file, .github/workflows/burstlab-comment.yml.
# It starts when the first workflow is over, has a token that may comment, and therefore checks out and runs nothing of
# the fork: it posts the text of the artifact, on the pull request that GitHub names. Whoever opens a pull request can
# choose that text. Do not use pull_request_target with a checkout of the branch instead: that hands the token to it.
#
# name: capacity comment
# on:
#   workflow_run:
#     workflows: [capacity]
#     types: [completed]
# permissions:
#   actions: read
#   pull-requests: write
# jobs:
#   comment:
#     if: >-
#       github.event.workflow_run.event == 'pull_request' &&
#       github.event.workflow_run.head_repository.full_name != github.repository
#     runs-on: ubuntu-latest
#     timeout-minutes: 5
#     steps:
#       - uses: actions/download-artifact@v6
#         continue-on-error: true   # there is none when the scenarios have problems
#         with:
#           name: burstlab-report
#           path: burstlab-report
#           run-id: \${{ github.event.workflow_run.id }}
#           github-token: \${{ github.token }}
#       - uses: burstlab/action@v1
#         env:
#           BURSTLAB_MODE: post
#           BURSTLAB_REPORT: burstlab-report
#         with:
#           comment: auto
`;
