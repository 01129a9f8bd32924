/** `teach`: the list of lessons, a lesson in the dashboard, or, with `--answers` or without a terminal, as text. */
import { grid, painter } from "../../reports/words/table.ts";
import type { Lesson } from "../../scenarios/index.ts";
import type { Result } from "../../sim/index.ts";
import { Exit } from "../host/exit.ts";
import { Progress } from "../host/progress.ts";
import { type ColorChoice, type Terminal, terminal } from "../host/terminal.ts";
import { lessonFlaws, lessonPages, noLesson, untrue, variantsOf } from "../lessons/lesson.ts";
import { lessonText } from "../lessons/lesson-text.ts";
import type { SymbolSet } from "../player/drawing/symbols.ts";
import { Executors } from "../runs/executors/executors.ts";
import { openAll, type Planned } from "../runs/opening.ts";
import { tellProblems } from "../runs/writing/telling.ts";
import { type CourseLesson, course, lessonFile } from "./course.ts";
import { dashboard, whyNot } from "./watch.ts";

export interface TeachOptions {
  readonly answers?: boolean;
  readonly symbols?: SymbolSet;
  readonly color?: ColorChoice | false;
}

const WIDEST = 100;
const NOTHING = { set: {}, vars: {}, problems: [] };

export async function teach(wanted: string | null, options: TeachOptions): Promise<Exit> {
  const color = options.color === false ? "never" : (options.color ?? "auto");
  const to = terminal(color);
  if (wanted === null) return list(course(), to);
  const file = lessonFile(wanted);
  if (typeof file !== "string") return tellProblems([file], false, to);
  const reason = options.answers === true ? null : whyNot(process.env);
  if (options.answers !== true && reason === null) {
    const session = { file, set: {}, vars: {}, seed: null, variant: "base", lesson: true };
    return dashboard(session, { ...options, color, to });
  }
  if (reason !== null) await to.err.write(`${reason}, so there is no dashboard: the lesson follows as text.\n`);
  return print(file, to);
}

async function list(lessons: readonly CourseLesson[], { out }: Terminal): Promise<Exit> {
  const rows = lessons.map(({ name, lesson }) => [
    { text: String(lesson.number) },
    { text: lesson.title },
    { text: name, colour: "dim" as const },
  ]);
  const table = grid(rows, { align: "rll", gap: 2, paint: painter(out.color) });
  await out.write(`${table.join("\n")}\n\nburstlab teach 3 opens a lesson; --answers prints it.\n`);
  return Exit.ok;
}

/** The whole lesson with its answers, all numbers from runs made now. */
async function print(file: string, to: Terminal): Promise<Exit> {
  const opened = openAll([file], { overrides: NOTHING, variants: "all", repeat: 1 });
  if (opened.problems.length > 0) return tellProblems(opened.problems, false, to);
  const lesson = opened.plans[0]?.scenario.lesson ?? null;
  if (lesson === null) return tellProblems([noLesson(file)], false, to);
  const runs = await simulated(lesson, opened.plans, new Progress(to.err, false));
  const flaws = lessonFlaws(lesson, runs);
  if (flaws.length > 0) return tellProblems(untrue(file, flaws), false, to);
  const width = Math.min(WIDEST, to.out.width);
  await to.out.write(lessonText(lesson, lessonPages(lesson, runs), { width, paint: to.out.paint }));
  return Exit.ok;
}

async function simulated(lesson: Lesson, plans: readonly Planned[], progress: Progress): Promise<Map<string, Result>> {
  const runs = new Map<string, Result>();
  const executors = new Executors();
  try {
    for (const variant of variantsOf(lesson)) {
      const config = plans.find((plan) => plan.variant === variant)?.configs[0];
      if (config === undefined) continue;
      runs.set(variant, await executors.one(config, { onProgress: () => progress.at(`simulating ${variant}`) }));
    }
  } finally {
    await executors.close();
  }
  await progress.clear();
  return runs;
}
