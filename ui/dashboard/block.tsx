/** Puts lines on the screen: bare ones, or in a frame with a title and a remark in its upper border. */
import { Box, Text } from "ink";
import { exactly, type Line, line, type Style, span, widthOf } from "./line.ts";
import type { Symbols } from "./symbols.ts";

/** One line of exactly one row. Its width is the business of whoever made it. */
export function Row({ spans }: { readonly spans: Line }) {
  return (
    <Text wrap="truncate">
      {spans.map(({ text, color, dim, bold }, i) => (
        // Spans have no identity but their place.
        <Text key={String(i)} {...(color === undefined ? {} : { color })} dimColor={dim === true} bold={bold === true}>
          {text}
        </Text>
      ))}
    </Text>
  );
}

export interface BlockProps {
  readonly title: string;
  readonly remark: Line;
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
  readonly symbols: Symbols;
  /** The keys act on this panel. */
  readonly focused: boolean;
}

/** Columns taken by the border and one blank at each side. */
export const SIDES = 4;
/** Rows taken by the border. */
export const EDGES = 2;

export function Block(props: BlockProps) {
  const { lines, width, height, symbols, focused } = props;
  const style: Style = focused ? { color: "cyan" } : { dim: true };
  const side = span(symbols.vertical, style);
  const inner = width - SIDES;
  const rows = Array.from({ length: height - EDGES }, (_, i) => lines[i] ?? line(""));
  return (
    <Box flexDirection="column" width={width} height={height}>
      <Row spans={topBorder(props, style)} />
      {rows.map((row, i) => (
        // Rows have no identity but their place.
        <Row key={String(i)} spans={[side, span(" "), ...exactly(row, inner), span(" "), side]} />
      ))}
      <Row spans={[span(symbols.corners[2] + symbols.horizontal.repeat(width - 2) + symbols.corners[3], style)]} />
    </Box>
  );
}

function topBorder({ title, remark, width, symbols, focused }: BlockProps, style: Style): Line {
  const name = span(` ${title} `, focused ? { color: "cyan", bold: true } : { bold: true });
  const mark = focused ? span(symbols.pointer, { color: "cyan", bold: true }) : span(symbols.horizontal, style);
  const left: Line = [span(symbols.corners[0], style), mark, name];
  const room = width - widthOf(left) - 2 * symbols.horizontal.length - 1;
  const said = exactly(remark, Math.max(0, Math.min(widthOf(remark), room - 3)));
  const right = widthOf(remark) === 0 ? [] : [span(" "), ...said, span(" ")];
  const line = symbols.horizontal.repeat(Math.max(0, width - widthOf(left) - widthOf(right) - 2));
  return [...left, span(line, style), ...right, span(symbols.horizontal + symbols.corners[1], style)];
}
