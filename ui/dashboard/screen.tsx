/** The whole screen as a pure function of what there is to show, what the viewer chose and the window's size. */
import { Box } from "ink";
import { duration } from "../../reports/numbers.ts";
import { plural } from "../text.ts";
import { Block, EDGES, Row, SIDES } from "./block.tsx";
import { footerLine } from "./footer.ts";
import { headerLines } from "./header.ts";
import { helpLines } from "./help.ts";
import { arrange, enlarge, FRAME_ROWS, fits, type PanelNumber, type Box as Place, SMALLEST } from "./layout.ts";
import { exactly, line } from "./line.ts";
import { concurrencyPanel } from "./panels/concurrency.ts";
import { eventsPanel } from "./panels/events.ts";
import { functionsPanel } from "./panels/functions.ts";
import { centred, type PanelContent, type PanelInput } from "./panels/panel.ts";
import { sourcesPanel } from "./panels/sources.ts";
import { thresholdsPanel } from "./panels/thresholds.ts";
import { throttlesPanel } from "./panels/throttles.ts";
import { problemLines } from "./problem-lines.ts";
import type { Show } from "./show.ts";
import type { Symbols } from "./symbols.ts";
import type { View } from "./view.ts";

export interface ScreenProps {
  readonly show: Show;
  readonly view: View;
  readonly symbols: Symbols;
  readonly columns: number;
  readonly rows: number;
}

const PANEL: Readonly<Record<PanelNumber, (input: PanelInput) => PanelContent>> = {
  1: concurrencyPanel,
  2: throttlesPanel,
  3: functionsPanel,
  4: sourcesPanel,
  5: thresholdsPanel,
  6: eventsPanel,
};

export function Screen(props: ScreenProps) {
  const { show, view, symbols, columns, rows } = props;
  if (!fits({ columns, rows })) return <TooSmall columns={columns} rows={rows} />;
  const [title, region] = headerLines({ show, view, symbols, width: columns });
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Row spans={title} />
      <Row spans={region} />
      {view.overlay === "none" ? <Panels {...props} /> : <Overlay {...props} />}
      <Row spans={footerLine({ show, view, symbols, width: columns })} />
    </Box>
  );
}

function TooSmall({ columns, rows }: { readonly columns: number; readonly rows: number }) {
  const needed = `burstlab needs ${String(SMALLEST.columns)} x ${String(SMALLEST.rows)}`;
  const text = `${needed}; this window has ${String(columns)} x ${String(rows)}`;
  const above = Math.max(0, Math.floor((rows - 1) / 2));
  const shown = columns >= text.length ? text : needed;
  const left = " ".repeat(Math.max(0, Math.floor((columns - shown.length) / 2)));
  return (
    <Box flexDirection="column" width={columns} height={rows} paddingTop={above}>
      <Row spans={exactly(line(left + shown), columns)} />
    </Box>
  );
}

function Panels(props: ScreenProps) {
  const { show, view, columns, rows } = props;
  const layout = view.enlarged ? enlarge({ columns, rows }, view.panel) : arrange({ columns, rows }, show.functions);
  return layout.map((places) => (
    <Box key={places.map(({ panel }) => panel).join()} flexDirection="row">
      {places.map((place) => (
        <Panel key={place.panel} {...props} place={place} />
      ))}
    </Box>
  ));
}

function Panel({ show, view, symbols, place }: ScreenProps & { readonly place: Place }) {
  const { panel, width, height } = place;
  const size = { width: width - SIDES, height: height - EDGES };
  const { recording } = show;
  const content = recording === null ? waiting(show, panel, size) : PANEL[panel]({ recording, view, symbols, ...size });
  return (
    <Block
      {...content}
      title={`${String(panel)} ${content.title}`}
      width={width}
      height={height}
      symbols={symbols}
      focused={panel === view.panel}
    />
  );
}

const TITLES: Readonly<Record<PanelNumber, string>> = {
  1: "concurrency",
  2: "throttles/s",
  3: "functions",
  4: "sources and async",
  5: "thresholds",
  6: "events",
};

/** The frames stand before the first recording comes, so that nothing jumps when it does. */
function waiting({ computing }: Show, panel: PanelNumber, size: { width: number; height: number }): PanelContent {
  const text = computing === null ? "nothing to show yet" : "simulating; the film starts when the run is done";
  return { title: TITLES[panel], remark: [], lines: panel === 1 ? centred(text, size.width, size.height) : [] };
}

function Overlay(props: ScreenProps) {
  const { columns, rows, symbols, view } = props;
  const size = { width: columns, height: rows - FRAME_ROWS };
  const content = view.overlay === "help" ? help(props) : problems(props);
  return <Block {...content} {...size} symbols={symbols} focused />;
}

function help({ show, symbols, columns }: ScreenProps): PanelContent {
  const bucket = duration(show.recording?.bucketMs ?? 1000);
  return { title: "help", remark: [], lines: helpLines({ width: columns - SIDES, symbols, bucket }) };
}

function problems({ show, columns, rows }: ScreenProps): PanelContent {
  const size = { width: columns - SIDES, height: rows - FRAME_ROWS - EDGES };
  const kept = show.recording === null ? "" : "; the last good run is kept";
  return {
    title: plural(show.problems.length, "problem"),
    remark: line(`reread as soon as the file changes${kept}`),
    lines: problemLines(show.problems, size),
  };
}
