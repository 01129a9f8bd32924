/** What stops a step of the Action, said to the user, with the exit code that it means. */

/** 1 is a failed gate or a bug, 2 wrong input: as the command line has it. */
export type FailureCode = 1 | 2;

export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: FailureCode;

  constructor(message: string, code: FailureCode = 2) {
    super(message);
    this.code = code;
  }
}
