/** Puts the lines of the frame on the screen; everything that is drawn comes from `frame.ts`. */
import { Box, Text } from "ink";
import { painter } from "../host/terminal.ts";
import type { Paint } from "../library/text.ts";
import type { Line, Span } from "../player/drawing/line.ts";
import { frameLines } from "../player/frame.ts";
import type { FrameInput } from "../player/frame-input.ts";

export interface ScreenProps extends FrameInput {
  readonly color: boolean;
}

/** One text for each row: a node for each colour would cost twice as much at every frame. */
export function Screen(props: ScreenProps) {
  const { columns, rows, color } = props;
  const paint = painter(color);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      {frameLines(props).map((line, i) => (
        // Rows have no identity but their place.
        <Text key={String(i)} wrap="truncate">
          {painted(line, paint)}
        </Text>
      ))}
    </Box>
  );
}

const painted = (line: Line, paint: Paint): string => line.map((span) => paintedSpan(span, paint)).join("");

function paintedSpan({ text, color, dim, bold }: Span, paint: Paint): string {
  const styles = [
    ...(color === undefined ? [] : [color]),
    ...(dim ? ["dim" as const] : []),
    ...(bold ? ["bold" as const] : []),
  ];
  return styles.length === 0 ? text : paint(styles, text);
}
