/** Puts the lines of the frame on the screen; everything that is drawn comes from `frame.ts`. */
import { Box, Text } from "ink";
import { type FrameInput, frameLines } from "./frame.ts";
import type { Line } from "./line.ts";

export function Screen(props: FrameInput) {
  const { columns, rows } = props;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      {frameLines(props).map((spans, i) => (
        // Rows have no identity but their place.
        <Row key={String(i)} spans={spans} />
      ))}
    </Box>
  );
}

/** One line of exactly one row. */
function Row({ spans }: { readonly spans: Line }) {
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
