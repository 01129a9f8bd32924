/** The library for Node: what needs files, pictures or a terminal, beside everything of 'burstlab'. */
export { readerBeside, readText } from "../host/files.ts";
export { svgToPng } from "../host/png.ts";
